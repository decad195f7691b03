// The HTML site of a run: a page a notebook, an index, and the assets; opens from a folder with the network off.
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { wasStarted, type NotebookResult } from "../events";
import { readNotebook, writeAtomically } from "../notebook";
import { writeAssets } from "./assets";
import { indexPage } from "./index-page";
import { lessonOf, type Lesson } from "./lesson";
import { lessonPage } from "./lesson-page";
import { chartDrawer } from "./mermaid";
import { PLOTLY } from "./output";

/** @returns the index page's path. @throws {InfrastructureError} if the folder cannot be written to. */
export async function writeSite(results: readonly NotebookResult[], folder: string): Promise<string> {
  const drawChart = await chartDrawer();
  const root = sharedFolder(results.map(({ output }) => dirname(output)));
  const lessons = results.filter(wasStarted).map((result) => lessonOf(result, readNotebook(result.output), root));
  for (const lesson of lessons) writeAtomically(join(folder, lesson.page), lessonPage(lesson, lessons, drawChart));
  const index = join(folder, "index.html");
  writeAtomically(index, indexPage(lessons, drawChart, existsSync(join(folder, "api", "index.html"))));
  writeAssets(join(folder, "assets"), { plotly: lessons.some(hasFigure) });
  return index;
}

const hasFigure = ({ notebook }: Lesson): boolean =>
  notebook.cells.some((cell) => cell.cell_type === "code" && cell.outputs.some((output) => (output.output_type === "display_data" || output.output_type === "execute_result") && PLOTLY in output.data));

/** A single language's folder stays in the pages' addresses, so that they do not change when the other one joins. */
function sharedFolder(folders: readonly string[]): string {
  const [first = "."] = folders;
  const shared = folders.reduce((common, each) => {
    let reached = common;
    while (relative(reached, each).startsWith("..")) reached = dirname(reached);
    return reached;
  }, first);
  return /[/\\](en|zh)$/.test(shared) ? dirname(shared) : shared;
}
