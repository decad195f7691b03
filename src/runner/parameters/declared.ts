// Which parameters a notebook has: what its cell tagged `parameters` (or the first with a `// @param`) declares.
import { tagsOf, type CodeCell, type Notebook } from "../notebook";
import { pythonParameters } from "./python";
import type { Parameter } from "./types";
import { typescriptParameters } from "./typescript";

export interface ParametersCell { cell: CodeCell; place: number; parameters: Parameter[] }

/** By a kernel's language. */
const READERS: Record<string, (source: string) => Parameter[]> = { typescript: typescriptParameters, javascript: typescriptParameters, python: pythonParameters };

export const languagesWithParameters = Object.keys(READERS);

/** @param language the kernel's. Undefined for a notebook without such a cell, and for a language whose declarations cannot be read. */
export function parametersCell({ cells }: Notebook, language: string): ParametersCell | undefined {
  const read = READERS[language.toLowerCase()];
  const tagged = cells.findIndex((cell) => cell.cell_type === "code" && tagsOf(cell).includes("parameters"));
  const place = tagged === -1 ? cells.findIndex((cell) => cell.cell_type === "code" && /(\/\/|#)\s*@param\b/.test(cell.source)) : tagged;
  const cell = cells[place];
  return read && cell?.cell_type === "code" ? { cell, place, parameters: read(cell.source) } : undefined;
}
