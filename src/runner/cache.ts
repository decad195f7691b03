// Which notebooks need no new run: their code, kernel and everything they read are as they were.
import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { NotebookResult } from "./events";
import type { Kernelspec } from "./kernelspec";
import { writeAtomically, type Notebook } from "./notebook";

interface Entry { key: string; computation?: string; result: NotebookResult }

/** Variables that change what a lesson computes, and what it shows. */
const COMPUTING = ["CELLWRIGHT_DEVICE", "CELLWRIGHT_SCALE", "CELLWRIGHT_SLOW"];
const ENVIRONMENT = [...COMPUTING, "CELLWRIGHT_LANG", "CELLWRIGHT_TYPES"];

export class Cache {
  private readonly file: string;
  private entries: Record<string, Entry>;

  constructor(folder: string) {
    this.file = join(folder, ".cellwright-cache.json");
    this.entries = load(this.file);
  }

  /** The stored result, if the key is the same and its notebook is still there. */
  find(path: string, key: string): NotebookResult | undefined {
    const entry = this.entries[path];
    return entry?.key === key && existsSync(entry.result.output) ? { ...entry.result, outcome: "cached" } : undefined;
  }

  /** Keeps a passed run; forgets one that did not pass. */
  store(path: string, entry: Entry): void {
    this.entries = load(this.file); // another run may share the folder
    if (entry.result.outcome === "passed") this.entries[path] = entry;
    else delete this.entries[path];
    writeAtomically(this.file, JSON.stringify(this.entries, null, 1));
  }

  /** The computations of the kept runs. */
  computations(): string[] {
    return Object.values(this.entries).flatMap(({ computation }) => computation ?? []);
  }
}

/** @param inputs tells what the notebook depends on: `digestOf` files, options. */
export function cacheKey(notebook: Notebook, spec: Kernelspec, inputs: string, env: NodeJS.ProcessEnv = process.env): string {
  return keyOf(notebook.cells, spec, inputs, ENVIRONMENT.map((name) => env[name] ?? ""));
}

/** Alike for notebooks that compute the same: a lesson's languages, which differ in their text only. */
export function computationKey(notebook: Notebook, spec: Kernelspec, inputs: string, env: NodeJS.ProcessEnv = process.env): string {
  return keyOf(notebook.cells.filter(({ cell_type }) => cell_type === "code"), spec, inputs, COMPUTING.map((name) => env[name] ?? ""));
}

function keyOf(cells: Notebook["cells"], spec: Kernelspec, inputs: string, settings: readonly string[]): string {
  const hash = createHash("sha256");
  for (const cell of cells) hash.update(JSON.stringify([cell.cell_type, cell.id, cell.source, cell.metadata["tags"] ?? []]));
  return hash.update(JSON.stringify([spec.name, spec.argv, spec.env, settings, inputs])).digest("hex");
}

/** One value for all that files and folders hold: a library, data. */
export function digestOf(paths: readonly string[]): string {
  const hash = createHash("sha256");
  for (const path of paths) addFile(hash, path);
  return hash.digest("hex");
}

function addFile(hash: Hash, path: string): void {
  hash.update(path);
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) return void hash.update(readFileSync(path));
  for (const name of readdirSync(path).sort()) addFile(hash, join(path, name));
}

function load(file: string): Record<string, Entry> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, Entry>;
  } catch {
    return {}; // none yet, or cut short: everything runs again
  }
}
