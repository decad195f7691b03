// Runs notebooks, several at a time, and stores each as it ends.
import { rmSync } from "node:fs";
import { setMaxListeners } from "node:events";
import { join } from "node:path";
import { Artefacts } from "./artefacts";
import { Cache, cacheKey, digestOf } from "./cache";
import type { Listener, NotebookResult } from "./events";
import { JobRun, type KeyedJob } from "./job-run";
import { jobsFor } from "./jobs";
import { Journal } from "./journal";
import type { Kernels } from "./kernel";
import { privateFolder } from "./kernel-process";
import { localKernels } from "./local-kernels";
import { writeAtomically } from "./notebook";
import { notebooksIn, outputPaths } from "./paths";
import { pooled } from "./pool";
import { defaultJobs } from "./pool-size";
import type { RunOptions } from "./run-options";
import { shardOf, timeKey } from "./shard";

/**
 * Executes every notebook at or below `paths`. What an earlier run of the same notebooks had ended before it was cut short is kept.
 * @throws {UsageError} for a path or notebook that cannot be read, before any runs; {InfrastructureError} for a missing kernel or folder.
 */
export async function run(paths: readonly string[], options: RunOptions, onEvent: Listener = () => undefined): Promise<NotebookResult[]> {
  const env = { CELLWRIGHT_HEADLESS: "1", ...(options.env ?? process.env) }; // progress as few lines, not as bars
  const outputs = destinations(paths, options);
  const kernels = await kernelsFor(options, env);
  const found = jobsFor(outputs, options, kernels);
  probeFolder(options.out);
  rmSync(privateFolder(), { recursive: true }); // kernels need one each
  if (options.signal) setMaxListeners(0, options.signal); // every notebook listens
  const inputs = inputsKey(options);
  const cache = options.inputs && new Cache(options.out);
  const artefacts = new Artefacts(cache && options.out, inputs, env);
  if (options.cache === false) artefacts.keepOnly([]);
  const jobs = found.map((job): KeyedJob => ({ ...job, key: cacheKey(job.notebook, job.spec, inputs, env), computation: artefacts.keyOf(job) }));
  const journal = new Journal(options.out, jobs, options.cache === false);
  onEvent({ type: "run-start", notebooks: jobs.length, kept: journal.kept });
  const leaving: Promise<void>[] = [];
  const leave = (gone: Promise<void>): void => void leaving.push(gone);
  try {
    const work = (job: KeyedJob): Promise<NotebookResult> => new JobRun(job, options, { kernels, env: artefacts.environment(job.computation), onEvent, leave }).end(cache, journal);
    const results = await pooled(jobs, { size: options.jobs ?? defaultJobs(), group: ({ computation }) => computation, work });
    journal.close(results);
    return results;
  } finally {
    await Promise.allSettled(leaving);
    await kernels.close();
    if (cache) artefacts.keepOnly([...cache.computations(), ...jobs.flatMap(({ computation }) => computation ?? [])]);
    artefacts.close();
  }
}

/** What only a server needs is loaded for one only. */
async function kernelsFor({ server }: RunOptions, env: NodeJS.ProcessEnv): Promise<Kernels> {
  if (!server) return localKernels(env);
  const { serverKernels } = await import("./remote/server-kernels.js");
  return serverKernels(server);
}

/** Each notebook to run, and where its executed copy goes. */
function destinations(paths: readonly string[], { shard, times, out, inPlace }: RunOptions): Map<string, string> {
  const all = notebooksIn(paths);
  const notebooks = shard ? shardOf(all, shard, (path) => times?.get(timeKey(path))) : all;
  return inPlace ? new Map(notebooks.map((path) => [path, path])) : outputPaths(notebooks, out);
}

const inputsKey = ({ inputs = [], allowErrors, only, skip, compare, server }: RunOptions): string =>
  digestOf(inputs) + JSON.stringify({ allowErrors, only, skip, compared: compare !== undefined, server: server?.url });

/** A folder that cannot be written to is told before the first cell runs, not after the last. */
function probeFolder(folder: string): void {
  const probe = join(folder, `.cellwright-probe-${process.pid}`);
  writeAtomically(probe, "");
  rmSync(probe);
}
