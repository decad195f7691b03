// Puts values into a notebook as papermill does: a cell tagged `injected-parameters` behind the one tagged `parameters`.
import { UsageError } from "../errors";
import { tagsOf, type CodeCell, type Notebook } from "../notebook";
import { languagesWithParameters, parametersCell } from "./declared";
import type { Parameter } from "./types";
import { checkedValue, type GivenValues } from "./values";

const TAG = "injected-parameters";

export interface Injection {
  notebook: Notebook;
  /** The names that the notebook took. */
  taken: string[];
}

/** @param language the kernel's. @throws {UsageError} if a value is not of its parameter's type, or the language cannot be written. */
export function withParameters(notebook: Notebook, given: GivenValues, { path, language }: { path: string; language: string }): Injection {
  const found = parametersCell(notebook, language);
  if (!found && !languagesWithParameters.includes(language.toLowerCase())) throw new UsageError(`${path}: parameters cannot be written in "${language}", only in ${languagesWithParameters.join(", ")}`);
  const chosen = (found?.parameters ?? []).flatMap((parameter) => {
    const value = given.get(parameter.name);
    return value ? [{ parameter, value: checkedValue(parameter, value, path) }] : [];
  });
  if (!found || chosen.length === 0) return { notebook, taken: [] };
  const values = Object.fromEntries(chosen.map(({ parameter, value }) => [parameter.name, value]));
  const cells = notebook.cells.filter((cell) => !tagsOf(cell).includes(TAG));
  cells.splice(cells.indexOf(found.cell) + 1, 0, injected(chosen, language));
  return { notebook: { ...notebook, cells, metadata: { ...notebook.metadata, papermill: { parameters: values } } }, taken: Object.keys(values) };
}

function injected(chosen: readonly { parameter: Parameter; value: unknown }[], language: string): CodeCell {
  const write = language.toLowerCase() === "python" ? pythonLine : typescriptLine;
  const comment = language.toLowerCase() === "python" ? "# Parameters" : "// Parameters";
  const source = [comment, ...chosen.map(({ parameter, value }) => write(parameter, value))].join("\n");
  return { cell_type: "code", id: TAG, metadata: { tags: [TAG] }, source, outputs: [], execution_count: null };
}

/** An assignment keeps the declared type; a constant is declared anew. */
const typescriptLine = ({ name, constant }: Parameter, value: unknown): string => `${constant ? "const " : ""}${name} = ${JSON.stringify(value)};`;

const pythonLine = ({ name }: Parameter, value: unknown): string => `${name} = ${pythonLiteral(value)}`;

function pythonLiteral(value: unknown): string {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(pythonLiteral).join(", ")}]`;
  if (typeof value === "object") return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${pythonLiteral(each)}`).join(", ")}}`;
  return JSON.stringify(value);
}
