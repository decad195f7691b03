// Which notebooks need no new run: their code, kernel and everything they read are as they were.
import { createHash, type Hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { NotebookResult } from "./events";
import type { Kernelspec } from "./kernelspec";
import { writeAtomically, type Notebook } from "./notebook";

interface Entry { key: string; result: NotebookResult }

/** Variables that change what a lesson does. */
const ENVIRONMENT = ["CELLWRIGHT_DEVICE", "CELLWRIGHT_SCALE", "CELLWRIGHT_LANG", "CELLWRIGHT_TYPES"];

export class Cache {
  private readonly file: string;
  private readonly entries: Record<string, Entry>;

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
  store(path: string, key: string, result: NotebookResult): void {
    if (result.outcome === "passed") this.entries[path] = { key, result };
    else delete this.entries[path];
    writeAtomically(this.file, JSON.stringify(this.entries, null, 1));
  }
}

/** @param inputs files and folders that the notebook depends on: a library, data. */
export function cacheKey(notebook: Notebook, spec: Kernelspec, inputs: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  const hash = createHash("sha256");
  for (const cell of notebook.cells) hash.update(JSON.stringify([cell.cell_type, cell.id, cell.source, cell.metadata["tags"] ?? []]));
  hash.update(JSON.stringify([spec.name, spec.argv, spec.env, ENVIRONMENT.map((name) => env[name] ?? "")]));
  for (const input of inputs) addFile(hash, input);
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
