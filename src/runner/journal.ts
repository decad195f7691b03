// What a run has ended so far, a line each as it ends: a run that was cut short goes on from there.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { NotebookResult } from "./events";
import { removeParts, writeAtomically } from "./notebook";

/** What the journal knows a notebook by: its place and the key of all that it depends on. */
interface Task { path: string; output: string; key: string }
interface Entry { path: string; result: NotebookResult }

const PREFIX = ".cellwright-run-";
const FORGOTTEN_MS = 24 * 3600 * 1000;

/** Ends that say something of the notebook. What surrounds it may be better the next time. */
const FINAL: readonly NotebookResult["outcome"][] = ["passed", "failed", "timeout", "limit", "cached"];

export class Journal {
  private readonly file: string;
  private readonly earlier: ReadonlyMap<string, NotebookResult>;

  /**
   * @param tasks of the whole run: the same tasks are the same run.
   * @param fresh forgets what an earlier run has recorded.
   * @throws {InfrastructureError} if the folder cannot be written to.
   */
  constructor(folder: string, tasks: readonly Task[], fresh: boolean) {
    forgetOld(folder);
    const run = createHash("sha256").update(JSON.stringify(tasks.map(({ path, key }) => [path, key]))).digest("hex");
    this.file = join(folder, `${PREFIX}${run.slice(0, 16)}.jsonl`);
    if (existsSync(this.file)) for (const written of new Set(tasks.map(({ output }) => dirname(output)))) removeParts(written);
    if (fresh || !existsSync(this.file)) writeAtomically(this.file, "");
    this.earlier = new Map(entriesOf(this.file).filter(({ result }) => existsSync(result.output)).map(({ path, result }) => [path, result]));
  }

  /** How many notebooks the run that was cut short has left to keep. */
  get kept(): number {
    return this.earlier.size;
  }

  find(path: string): NotebookResult | undefined {
    return this.earlier.get(path);
  }

  /** One write, so that a kill leaves the line whole or cut at the file's end. */
  record(path: string, result: NotebookResult): void {
    if (FINAL.includes(result.outcome)) appendFileSync(this.file, `\n${JSON.stringify({ path, result })}`);
  }

  /** A run that has ended every notebook leaves nothing to go on from. */
  close(results: readonly NotebookResult[]): void {
    if (results.every(({ outcome }) => FINAL.includes(outcome))) rmSync(this.file, { force: true });
  }
}

function entriesOf(file: string): Entry[] {
  return readFileSync(file, "utf8").split("\n").flatMap((line) => {
    try {
      return line ? [JSON.parse(line) as Entry] : [];
    } catch {
      return []; // cut short by the kill: that notebook runs again
    }
  });
}

function forgetOld(folder: string): void {
  const found = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(PREFIX)).map((name) => join(folder, name)) : [];
  for (const file of found) if (Date.now() - statSync(file).mtimeMs > FORGOTTEN_MS) rmSync(file, { force: true });
}
