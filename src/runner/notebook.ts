// Notebooks on disk, nbformat 4: read and checked at the edge, brought to 4.5, written as nbformat writes them.
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { isAlive } from "../processes";
import { InfrastructureError, oneLine, UsageError } from "./errors";

const text = v.pipe(v.union([v.string(), v.array(v.string())]), v.transform((source) => (typeof source === "string" ? source : source.join(""))));
const metadata = v.optional(v.record(v.string(), v.unknown()), {});
const bundle = v.record(v.string(), v.unknown());

const output = v.variant("output_type", [
  v.looseObject({ output_type: v.literal("stream"), name: v.string(), text }),
  v.looseObject({ output_type: v.literal("display_data"), data: bundle, metadata }),
  v.looseObject({ output_type: v.literal("execute_result"), data: bundle, metadata, execution_count: v.nullable(v.number()) }),
  v.looseObject({ output_type: v.literal("error"), ename: v.string(), evalue: v.string(), traceback: v.array(v.string()) }),
]);

const cell = v.variant("cell_type", [
  v.looseObject({ cell_type: v.literal("code"), id: v.optional(v.string()), metadata, source: text, outputs: v.optional(v.array(output), []), execution_count: v.optional(v.nullable(v.number()), null) }),
  v.looseObject({ cell_type: v.literal("markdown"), id: v.optional(v.string()), metadata, source: text }),
  v.looseObject({ cell_type: v.literal("raw"), id: v.optional(v.string()), metadata, source: text }),
]);

const notebook = v.looseObject({
  nbformat: v.literal(4, "only nbformat 4 can be read: convert it with `jupyter nbconvert --to notebook --nbformat 4`"),
  nbformat_minor: v.number(),
  metadata,
  cells: v.array(cell),
});

/** One output of a code cell, as nbformat has it. */
export type Output = v.InferOutput<typeof output>;
/** A cell, its texts joined. */
export type Cell = v.InferOutput<typeof cell>;
/** A code cell, with its outputs. */
export type CodeCell = Extract<Cell, { cell_type: "code" }>;
/** A notebook of nbformat 4.5. */
export type Notebook = v.InferOutput<typeof notebook>;

/** Reads a notebook and brings it to nbformat 4.5. @throws {UsageError} naming the file and what is wrong with it. */
export function readNotebook(path: string): Notebook {
  return readNotebookValue(parseJson(path), path);
}

/** The same for a notebook in memory. @param name for the error. @throws {UsageError} */
export function readNotebookValue(value: unknown, name: string): Notebook {
  const parsed = v.safeParse(notebook, value);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new UsageError(`${name}: not a notebook that can be read: ${v.getDotPath(issue) ?? "content"}: ${issue.message}`);
  }
  return upgraded(parsed.output);
}

/** One output as notebooks store it; undefined for what is none. */
export function readOutput(value: unknown): Output | undefined {
  const parsed = v.safeParse(output, value);
  return parsed.success ? parsed.output : undefined;
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new UsageError(`${path}: not a notebook that can be read: ${oneLine(error)}`);
  }
}

/** nbformat 4.5 gives each cell an id. */
function upgraded(read: Notebook): Notebook {
  const cells = read.cells.map((each) => ({ ...each, id: each.id ?? randomUUID().slice(0, 8) }));
  return { ...read, cells, nbformat_minor: Math.max(5, read.nbformat_minor) };
}

/** The tags in a cell's metadata. */
export function tagsOf(cell: Cell): readonly string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.map(String) : [];
}

/** Node's own recursive mkdir never returns where a parent takes no folders (/proc). */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw error; // another process was first
  }
}

/** Written whole or not at all: a reader never sees half a notebook. @throws {InfrastructureError} */
export function writeAtomically(path: string, content: string): void {
  const partial = join(dirname(path), `.${process.pid}-${randomUUID().slice(0, 8)}.part`);
  try {
    makeFolder(dirname(path));
    writeFileSync(partial, content);
    renameSync(partial, path);
  } catch (error) {
    if (existsSync(partial)) rmSync(partial);
    throw new InfrastructureError(`${path}: cannot be written: ${oneLine(error)}`);
  }
}

/** What a process that was killed has left half written. */
export function removeParts(folder: string): void {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of found) {
    const writer = /^\.(\d+)-[0-9a-f]{8}\.part$/.exec(name)?.[1];
    if (writer !== undefined && !isAlive(Number(writer))) rmSync(join(folder, name), { force: true });
  }
}

/** One-blank indent, texts as lists of lines, sorted keys: as Python's nbformat writes, so that diffs stay small. */
export function serialised(read: Notebook): string {
  const cells = read.cells.map((each) => {
    const base = { ...each, source: lines(each.source) };
    return each.cell_type === "code" ? { ...base, outputs: each.outputs.map(serialisedOutput) } : base;
  });
  return JSON.stringify(sortedKeys({ ...read, cells }), null, 1) + "\n";
}

function serialisedOutput(each: Output): object {
  if (each.output_type === "stream") return { ...each, text: lines(each.text) };
  if (each.output_type === "error") return each;
  const data = Object.entries(each.data).map(([mime, value]) => [mime, typeof value === "string" && isText(mime) ? lines(value) : value] as const);
  return { ...each, data: Object.fromEntries(data) };
}

const isText = (mime: string): boolean => mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";
const lines = (source: string): string[] => source.split(/(?<=\n)/).filter((line) => line !== "");

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sortedKeys(each)]));
}
