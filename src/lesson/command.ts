// `cellwright lesson student`: copies of lessons for a class.
import type { Command } from "commander";
import { notebooksIn, outputPaths, readNotebook, serialised, UsageError, writeAtomically } from "../runner";
import { resolve } from "node:path";
import { studentCopy } from "./student";

export function addLessonCommands(program: Command): void {
  const lesson = program.command("lesson").description("work with lessons: notebooks with exercises");
  lesson.command("student")
    .description("write the students' copies: stubs instead of solutions, no outputs; the sources are never touched")
    .argument("<paths...>", "lessons, or folders of them")
    .requiredOption("--out <dir>", "folder for the copies")
    .action((paths: string[], { out }: { out: string }) => writeCopies(paths, out));
}

function writeCopies(paths: readonly string[], out: string): void {
  const sources = notebooksIn(paths);
  const targets = outputPaths(sources, out);
  for (const path of sources) {
    const target = targets.get(path) ?? "";
    if (resolve(path) === resolve(target)) throw new UsageError(`${path}: would be overwritten. Choose another folder with --out`);
    const { notebook, exercises } = studentCopy(readNotebook(path));
    if (exercises === 0) console.log(`${path}: no cell is tagged "exercise"; copied as it is`);
    writeAtomically(target, serialised(notebook));
    console.log(`${target}: ${exercises} exercises`);
  }
}
