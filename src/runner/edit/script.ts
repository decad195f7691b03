// Notebooks as scripts and back, in the percent format that editors know (`// %%`, as jupytext and VS Code write it). Outputs are not part of a script.
import { randomUUID } from "node:crypto";
import { UsageError } from "../errors";
import type { Cell, Notebook } from "../notebook";

/** By the end of a script's name. */
const LANGUAGES: Record<string, { comment: string; language: string; kernel: string }> = {
  ts: { comment: "//", language: "typescript", kernel: "cellwright" },
  js: { comment: "//", language: "javascript", kernel: "cellwright" },
  py: { comment: "#", language: "python", kernel: "python3" },
};

export const scriptEnds = Object.keys(LANGUAGES);

/** The end of a script's name for a notebook: by its language, TypeScript where it names none. */
export function scriptEnd({ metadata }: Notebook): string {
  const spec: { language?: unknown; name?: unknown } = typeof metadata["kernelspec"] === "object" && metadata["kernelspec"] !== null ? metadata["kernelspec"] : {};
  const named = scriptEnds.find((end) => LANGUAGES[end]?.language === spec.language);
  return named ?? (typeof spec.name === "string" && spec.name.startsWith("python") ? "py" : "ts");
}

/** Metadata of the notebook and of cells are kept in the marks, so that the way back loses nothing but outputs. */
export function toScript(notebook: Notebook, end: string): string {
  const { comment } = languageOf(end);
  const head = `${comment} ${MARK} [notebook] ${JSON.stringify(notebook.metadata)}`;
  return [head, ...notebook.cells.map((cell) => `${markOf(cell, comment)}\n${bodyOf(cell, comment)}`)].join("\n\n") + "\n";
}

const MARK = "%%";

function markOf({ cell_type, id, metadata }: Cell, comment: string): string {
  const kind = cell_type === "code" ? "" : ` [${cell_type}]`;
  return `${comment} ${MARK}${kind} ${JSON.stringify({ id, ...metadata })}`;
}

/** Code stands as it is; text is commented out, line by line. A line of code that looks like a mark is set apart by a backslash. */
function bodyOf({ cell_type, source }: Cell, comment: string): string {
  const lines = source.split("\n");
  if (cell_type !== "code") return lines.map((line) => (line ? `${comment} ${line}` : comment)).join("\n");
  return lines.map((line) => line.replace(new RegExp(`^(\\s*${comment} )(\\\\*%%)`), "$1\\$2")).join("\n");
}

/** @throws {UsageError} for an end of a name that is not known, or text before the first mark. */
export function fromScript(text: string, end: string): Notebook {
  const { comment, language, kernel } = languageOf(end);
  const mark = new RegExp(`^${comment} ${MARK}(?: \\[(markdown|raw|notebook)\\])?(?: (.*))?$`);
  const cells: { kind: string; metadata: Record<string, unknown>; lines: string[] }[] = [];
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const found = mark.exec(line);
    if (found) cells.push({ kind: found[1] ?? "code", metadata: metadataIn(found[2] ?? ""), lines: [] });
    else if (cells.length > 0) cells.at(-1)?.lines.push(line);
    else if (line.trim() !== "") throw new UsageError(`the script has text before its first mark "${comment} ${MARK}"`);
  }
  const head = cells.find(({ kind }) => kind === "notebook");
  const metadata = head?.metadata ?? { kernelspec: { name: kernel, display_name: kernel, language } };
  return { nbformat: 4, nbformat_minor: 5, metadata, cells: cells.filter((cell) => cell !== head).map((cell) => cellOf(cell, comment)) };
}

function cellOf({ kind, metadata: { id, ...metadata }, lines }: { kind: string; metadata: Record<string, unknown>; lines: string[] }, comment: string): Cell {
  if (lines.at(-1) === "") lines.pop(); // the line between two cells
  const common = { id: typeof id === "string" ? id : randomUUID().slice(0, 8), metadata };
  if (kind === "markdown" || kind === "raw") return { ...common, cell_type: kind, source: lines.map((line) => line.replace(new RegExp(`^${comment} ?`), "")).join("\n") };
  return { ...common, cell_type: "code", source: lines.map((line) => line.replace(new RegExp(`^(\\s*${comment} )\\\\(\\\\*%%)`), "$1$2")).join("\n"), outputs: [], execution_count: null };
}

/** Whatever else an editor has written behind a mark (a title) is let go. */
function metadataIn(text: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === "object" && read !== null && !Array.isArray(read) ? { ...read } : {};
  } catch {
    return {};
  }
}

function languageOf(end: string): { comment: string; language: string; kernel: string } {
  const language = LANGUAGES[end];
  if (language) return language;
  throw new UsageError(`a script's name ends in ${scriptEnds.map((each) => `.${each}`).join(", ")}, not .${end}`);
}
