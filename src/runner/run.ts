// Runs notebooks, several at a time, and stores each as it ends.
import { rmSync } from "node:fs";
import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import { Artefacts } from "./artefacts";
import { Cache, cacheKey, digestOf } from "./cache";
import { differences, type CompareOptions, type Difference } from "./compare/compare";
import { wasStarted, type Listener, type NotebookResult } from "./events";
import { executeNotebook } from "./execute";
import { privateFolder } from "./kernel-process";
import { KernelSession } from "./kernel-session";
import { findKernelspec, type Kernelspec } from "./kernelspec";
import { readNotebook, serialised, writeAtomically, type Notebook } from "./notebook";
import { notebooksIn, outputPaths } from "./paths";
import { InfrastructureError, oneLine, UsageError } from "./errors";
import { parametersCell } from "./parameters/declared";
import { withParameters } from "./parameters/inject";
import type { GivenValues } from "./parameters/values";
import { pooled } from "./pool";
import type { RuleOptions } from "./rules";
import { shardOf, timeKey, type Shard } from "./shard";

/** Where to, how many at once, how long, and what to leave out. */
export interface RunOptions extends RuleOptions {
  /** Folder for the executed notebooks; the sources are never touched. */
  out: string;
  /** How many notebooks run at a time; the number of processors if left out. */
  jobs?: number;
  /** Seconds for a whole notebook; no limit if left out. */
  timeout?: number;
  /** A kernelspec's name; each notebook's own if left out. */
  kernel?: string;
  /** Files and folders whose change makes a stored run out of date; undefined stores nothing. */
  inputs?: readonly string[];
  /** Values for the notebooks' parameters; a notebook takes those that it declares. */
  parameters?: GivenValues;
  /** Runs one part of the notebooks only. */
  shard?: Shard;
  /** Recorded seconds by `timeKey`: the parts then take about the same time. */
  times?: ReadonlyMap<string, number>;
  /** Holds the outputs against those stored in the source; a difference fails the notebook. */
  compare?: CompareOptions;
  /** Runs what the cache would leave out. */
  force?: boolean;
  /** Aborting interrupts the running cells and ends the run. */
  signal?: AbortSignal;
  /** The kernels' environment; this process's by default. */
  env?: NodeJS.ProcessEnv;
}

interface Job { path: string; output: string; notebook: Notebook; spec: Kernelspec; key: string; computation?: string }

/**
 * Executes every notebook at or below `paths`.
 * @throws {UsageError} for a path or notebook that cannot be read, before any runs; {InfrastructureError} for a missing kernel or folder.
 */
export async function run(paths: readonly string[], options: RunOptions, onEvent: Listener = () => undefined): Promise<NotebookResult[]> {
  const env = { CELLWRIGHT_HEADLESS: "1", ...(options.env ?? process.env) }; // progress as few lines, not as bars
  const all = notebooksIn(paths);
  const notebooks = options.shard ? shardOf(all, options.shard, (path) => options.times?.get(timeKey(path))) : all;
  const outputs = outputPaths(notebooks, options.out);
  const { allowErrors, only, skip } = options;
  const inputs = digestOf(options.inputs ?? []) + JSON.stringify({ allowErrors, only, skip, compared: options.compare !== undefined });
  const found = parametrised(notebooks.map((path) => prepare(path, outputs.get(path) ?? "", options, env)), options.parameters);
  probeFolder(options.out);
  rmSync(privateFolder(), { recursive: true }); // kernels need one each
  if (options.signal) setMaxListeners(0, options.signal); // every notebook listens
  const cache = options.inputs && new Cache(options.out);
  const artefacts = new Artefacts(cache && options.out, inputs, env);
  if (options.force) artefacts.keepOnly([]);
  const jobs = found.map((job) => ({ ...job, key: cacheKey(job.notebook, job.spec, inputs, env), computation: artefacts.keyOf(job) }));
  try {
    const work = (job: Job): Promise<NotebookResult> => execute(job, options, artefacts.environment(job.computation), cache, onEvent);
    return await pooled(jobs, { size: options.jobs ?? availableParallelism(), group: ({ computation }) => computation, work });
  } finally {
    if (cache) artefacts.keepOnly([...cache.computations(), ...jobs.flatMap(({ computation }) => computation ?? [])]);
    artefacts.close();
  }
}

function prepare(path: string, output: string, { kernel }: RunOptions, env: NodeJS.ProcessEnv): Omit<Job, "key" | "computation"> {
  if (resolve(path) === resolve(output)) throw new UsageError(`${path}: would be overwritten. Choose another folder with --out`);
  const notebook = readNotebook(path);
  return { path, output, notebook, spec: findKernelspec(kernel ?? kernelOf(notebook), env) };
}

/** @throws {UsageError} for a value that does not fit, and a name that no notebook declares. */
function parametrised<J extends Omit<Job, "key" | "computation">>(jobs: readonly J[], given: GivenValues = new Map()): J[] {
  if (given.size === 0) return [...jobs];
  const injections = jobs.map((job) => ({ job, injection: withParameters(job.notebook, given, { path: job.path, language: job.spec.language }) }));
  const taken = new Set(injections.flatMap(({ injection }) => injection.taken));
  const unknown = [...given.keys()].find((name) => !taken.has(name));
  if (unknown !== undefined) throw new UsageError(`no notebook has a parameter "${unknown}" (there are: ${namesIn(jobs).join(", ") || "none"})`);
  return injections.map(({ job, injection }) => ({ ...job, notebook: injection.notebook }));
}

const namesIn = (jobs: readonly { notebook: Notebook; spec: Kernelspec }[]): string[] =>
  [...new Set(jobs.flatMap(({ notebook, spec }) => (parametersCell(notebook, spec.language)?.parameters ?? []).map(({ name }) => name)))];

function kernelOf({ metadata }: Notebook): string {
  const { kernelspec } = metadata;
  const named = typeof kernelspec === "object" && kernelspec !== null && "name" in kernelspec ? kernelspec.name : undefined;
  return typeof named === "string" ? named : "cellwright";
}

/** A folder that cannot be written to is told before the first cell runs, not after the last. */
function probeFolder(folder: string): void {
  const probe = join(folder, ".cellwright-probe");
  writeAtomically(probe, "");
  rmSync(probe);
}

async function execute(job: Job, options: RunOptions, env: NodeJS.ProcessEnv, cache: Cache | undefined, onEvent: Listener): Promise<NotebookResult> {
  const { path, output, notebook, key, computation } = job;
  const stored = options.force ? undefined : cache?.find(path, key);
  const before = options.compare && structuredClone(notebook);
  const ran = stored ?? (options.signal?.aborted ? notStarted(job, "aborted", "Aborted", "the run was stopped") : await fresh(job, options, env, onEvent));
  const result = before && ran.outcome === "passed" ? compared(ran, differences(before, notebook, options.compare)) : ran;
  if (!stored && wasStarted(result)) writeAtomically(output, serialised(notebook));
  if (!stored) cache?.store(path, { key, computation, result });
  onEvent({ type: "notebook-end", result });
  return result;
}

/** The first difference is the failure; its traceback shows all of them. */
function compared(result: NotebookResult, found: readonly Difference[]): NotebookResult {
  const [first] = found;
  if (!first) return result;
  const traceback = found.flatMap(({ cell, id, what, diff }) => [`cell ${cell} (id ${id}), ${what}:`, ...diff]);
  return { ...result, outcome: "failed", failure: { cell: first.cell, id: first.id, ename: "OutputDiffers", evalue: `${first.what} is not as stored (differences: ${found.length})`, traceback } };
}

/** A kernel that does not start fails its notebook, not the whole run. */
async function fresh(job: Job, options: RunOptions, env: NodeJS.ProcessEnv, onEvent: Listener): Promise<NotebookResult> {
  const { path, output, notebook, spec } = job;
  const { timeout, cellTimeout, allowErrors, only, skip, signal } = options;
  const start = (): Promise<KernelSession> => KernelSession.start(spec, dirname(path), env);
  try {
    return await executeNotebook(notebook, { path, output, spec, start, onEvent, timeout, cellTimeout, allowErrors, only, skip, signal });
  } catch (error) {
    if (!(error instanceof InfrastructureError)) throw error;
    return notStarted(job, "died", "KernelNotStarted", oneLine(error));
  }
}

function notStarted({ path, output, notebook }: Job, outcome: "died" | "aborted", ename: string, evalue: string): NotebookResult {
  const codeCells = notebook.cells.filter(({ cell_type }) => cell_type === "code").length;
  return { path, output, outcome, executed: 0, codeCells, seconds: 0, failure: { cell: 0, id: "", ename, evalue, traceback: [] } };
}
