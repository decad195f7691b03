// What the site knows of one notebook: where its page is, its language, its title, how it ran.
import { basename, dirname, relative, sep } from "node:path";
import type { NotebookResult } from "../events";
import type { Notebook } from "../notebook";

export interface Lesson {
  result: NotebookResult;
  notebook: Notebook;
  /** From the site's root, with "/": "en/04-mathematics.html". */
  page: string;
  language: "en" | "zh" | undefined;
  title: string;
}

/** @param root the folder that the executed notebooks share. */
export function lessonOf(result: NotebookResult, notebook: Notebook, root: string): Lesson {
  const page = relative(root, result.output).split(sep).join("/").replace(/\.ipynb$/, ".html");
  const folder = basename(dirname(result.path));
  return { result, notebook, page, language: folder === "en" || folder === "zh" ? folder : undefined, title: titleOf(notebook) ?? basename(result.path, ".ipynb") };
}

function titleOf({ cells }: Notebook): string | undefined {
  const headings = cells.filter((cell) => cell.cell_type === "markdown").map((cell) => /^#\s+(.+)$/m.exec(cell.source)?.[1]);
  return headings.find((heading) => heading !== undefined)?.trim();
}

export const langOf = ({ language }: Lesson): string => (language === "zh" ? "zh-CN" : "en");

/** The same lesson in the other language. */
export function counterpart(lesson: Lesson, lessons: readonly Lesson[]): Lesson | undefined {
  if (!lesson.language) return undefined;
  const name = basename(lesson.page);
  return lessons.find((other) => other.language && other.language !== lesson.language && basename(other.page) === name);
}
