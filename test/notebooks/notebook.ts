// Lessons as the checker sees them: pairs of notebooks, their cells as text.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const text = v.pipe(v.union([v.string(), v.array(v.string())]), v.transform((source) => (typeof source === "string" ? source : source.join(""))));
const Cell = v.object({
  id: v.string(),
  cell_type: v.picklist(["code", "markdown", "raw"]),
  source: text,
  metadata: v.object({ tags: v.optional(v.array(v.string()), []), cellwright: v.optional(v.object({ wrong: v.optional(v.array(v.string()), []) })) }),
  outputs: v.optional(v.array(v.unknown())),
  execution_count: v.optional(v.nullable(v.number())),
});
const Notebook = v.object({
  nbformat: v.number(),
  nbformat_minor: v.number(),
  metadata: v.object({ kernelspec: v.optional(v.object({ name: v.string(), language: v.optional(v.string()) })) }),
  cells: v.array(Cell),
});

export type Cell = v.InferOutput<typeof Cell>;
export type Notebook = v.InferOutput<typeof Notebook>;
export type Language = "en" | "zh";
/** One lesson in both languages. */
export interface Lesson {
  name: string;
  en: Notebook;
  zh: Notebook;
}

export const notebooks = join(__dirname, "../../notebooks");
export const languages: Language[] = ["en", "zh"];

const read = (path: string): Notebook => v.parse(Notebook, JSON.parse(readFileSync(path, "utf8")));

/** Names (without extension) of the lessons in either language. */
export function lessonNames(): string[] {
  const files = languages.flatMap((language) => readdirSync(join(notebooks, language)));
  return [...new Set(files.filter((file) => /^\d\d-.*\.ipynb$/.test(file)).map((file) => file.replace(".ipynb", "")))].sort();
}

/** Throws when one of the two languages is missing. */
export function loadLesson(name: string): Lesson {
  const [en, zh] = languages.map((language) => join(notebooks, language, `${name}.ipynb`));
  for (const path of [en, zh]) if (!path || !existsSync(path)) throw new Error(`${path} is missing`);
  return { name, en: read(en ?? ""), zh: read(zh ?? "") };
}

export const codeCells = (notebook: Notebook): Cell[] => notebook.cells.filter((cell) => cell.cell_type === "code");
export const proseCells = (notebook: Notebook): Cell[] => notebook.cells.filter((cell) => cell.cell_type === "markdown");

/** Cells from each `## ` heading to the next. */
export function sections(notebook: Notebook): { title: string; first: Cell; cells: Cell[] }[] {
  const found: { title: string; first: Cell; cells: Cell[] }[] = [];
  for (const cell of notebook.cells) {
    const title = cell.cell_type === "markdown" ? /^## (.+)$/m.exec(cell.source)?.[1] : undefined;
    if (title) found.push({ title, first: cell, cells: [] });
    found.at(-1)?.cells.push(cell);
  }
  return found;
}
