// What is in a notebook: its cells with their tags, and its parameters.
import { parametersCell } from "../parameters/declared";
import { typeName } from "../parameters/types";
import { tagsOf, type Notebook } from "../notebook";
import { scriptEnd } from "./script";

export interface Listed {
  cells: { number: number; id: string; kind: string; tags: readonly string[]; first: string }[];
  parameters: { name: string; type: string; default: string; help: string }[];
}

export function listed(notebook: Notebook): Listed {
  const language = scriptEnd(notebook) === "py" ? "python" : "typescript";
  const parameters = parametersCell(notebook, language)?.parameters ?? [];
  return {
    cells: notebook.cells.map((cell, place) => ({ number: place + 1, id: cell.id ?? "", kind: cell.cell_type, tags: tagsOf(cell), first: cell.source.split("\n")[0] ?? "" })),
    parameters: parameters.map(({ name, type, default: value, help }) => ({ name, type: typeName(type), default: value, help })),
  };
}

export function listText(path: string, { cells, parameters }: Listed): string {
  const cellLines = cells.map(({ number, id, kind, tags, first }) => `  ${String(number).padStart(3)}  ${kind.padEnd(8)}  ${id.padEnd(20)}  ${tags.map((tag) => `#${tag}`).join(" ")}${tags.length > 0 ? "  " : ""}${first.slice(0, 80)}`);
  const parameterLines = parameters.map(({ name, type, default: value, help }) => `  --param ${name}=${value}  (${type})${help && `  ${help}`}`);
  return [`${path}: ${cells.length} cells`, ...cellLines, ...parameterLines].join("\n");
}
