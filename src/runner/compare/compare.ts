// Executed outputs against stored ones: by cell, output and mime type, with a diff to read.
import { createTwoFilesPatch } from "diff";
import { tagsOf, type CodeCell, type Notebook, type Output } from "../notebook";
import { normalised, USUAL, type Normaliser } from "./normalise";
import { EXACT, sameJson, sameText, type Tolerance } from "./texts";

/** How outputs are held against stored ones. */
export interface CompareOptions {
  /** For numbers; exact if left out. */
  tolerance?: Tolerance;
  /** Beside the usual ones. */
  normalisers?: readonly Normaliser[];
  /** Mime types that are not compared. */
  ignore?: readonly string[];
}

/** An output that is not as stored. */
export interface Difference {
  /** Counts from 1, over all cells. */
  cell: number;
  /** The cell's. */
  id: string;
  /** Which of the cell's outputs, and in which form: "output 2, text/html". */
  what: string;
  /** Lines of a unified diff. */
  diff: string[];
}

/** A cell's output as texts by form; streams are one form each, errors are by name and value. */
type Forms = Map<string, unknown>;

const NOT_COMPARED = new Set(["ignore-output", "nbval-ignore-output", "raises-exception"]);

/** Cells that have stored outputs, in their order; a cell tagged `ignore-output` is left out. */
export function differences(stored: Notebook, executed: Notebook, options: CompareOptions = {}): Difference[] {
  return stored.cells.flatMap((cell, place) => {
    const counterpart = executed.cells.find((each) => each.id === cell.id);
    if (cell.cell_type !== "code" || counterpart?.cell_type !== "code" || cell.outputs.length === 0 || tagsOf(cell).some((tag) => NOT_COMPARED.has(tag))) return [];
    return cellDifferences(cell, counterpart, options).map(({ what, diff }) => ({ cell: place + 1, id: cell.id ?? "", what, diff }));
  });
}

function cellDifferences(stored: CodeCell, executed: CodeCell, options: CompareOptions): { what: string; diff: string[] }[] {
  const [before, after] = [joined(stored.outputs), joined(executed.outputs)];
  if (before.length !== after.length) return [{ what: "number of outputs", diff: [`- ${before.length}: ${before.map(kindOf).join(", ")}`, `+ ${after.length}: ${after.map(kindOf).join(", ")}`] }];
  return before.flatMap((output, place) => {
    const [a, b] = [formsOf(output, options), formsOf(after[place], options)];
    const names = [...new Set([...a.keys(), ...b.keys()])];
    return names.filter((name) => !same(a.get(name), b.get(name), options)).map((name) => ({ what: `output ${place + 1}, ${name}`, diff: diffOf(a.get(name), b.get(name)) }));
  });
}

/** How a stream is cut into pieces is chance. */
function joined(outputs: readonly Output[]): Output[] {
  return outputs.reduce<Output[]>((all, output) => {
    const stream = all.find((each) => each.output_type === "stream" && output.output_type === "stream" && each.name === output.name);
    if (stream?.output_type !== "stream" || output.output_type !== "stream") return [...all, output];
    return all.map((each) => (each === stream ? { ...stream, text: stream.text + output.text } : each));
  }, []);
}

const kindOf = (output: Output): string => (output.output_type === "stream" ? output.name : output.output_type);

function formsOf(output: Output | undefined, { normalisers = [], ignore = [] }: CompareOptions): Forms {
  const clean = (value: unknown): unknown => (typeof value === "string" ? normalised(value, [...USUAL, ...normalisers]) : value);
  if (!output) return new Map();
  if (output.output_type === "stream") return new Map([[output.name, clean(output.text)]]);
  if (output.output_type === "error") return new Map([["error", clean(`${output.ename}: ${output.evalue}`)]]);
  const entries = Object.entries(output.data).filter(([mime]) => !ignore.includes(mime));
  return new Map(entries.map(([mime, value]) => [mime, clean(Array.isArray(value) && value.every((line) => typeof line === "string") ? value.join("") : value)]));
}

function same(a: unknown, b: unknown, { tolerance = EXACT }: CompareOptions): boolean {
  return typeof a === "string" && typeof b === "string" ? sameText(a, b, tolerance) : sameJson(a, b, tolerance);
}

const LONGEST = 400; // a line of base64 helps nobody

function diffOf(a: unknown, b: unknown): string[] {
  const text = (value: unknown): string => `${(typeof value === "string" ? value : (JSON.stringify(value, null, 1) ?? "(nothing)")).split("\n").map((line) => (line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line)).join("\n")}\n`;
  return createTwoFilesPatch("stored", "executed", text(a), text(b), "", "", { context: 2 }).split("\n").slice(3).filter((line) => line !== "");
}
