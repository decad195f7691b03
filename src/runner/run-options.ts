// What a run may be told.
import type { CompareOptions } from "./compare/compare";
import type { LimitOptions } from "./execute";
import type { JobOptions } from "./jobs";
import type { ServerOptions } from "./remote/server-options";
import type { RuleOptions } from "./rules";
import type { Shard } from "./shard";

/** Where to, how many at once, how long, and what to leave out. */
export interface RunOptions extends RuleOptions, LimitOptions, JobOptions {
  /** Folder for the executed notebooks, and for what the run records; the sources are never touched, unless `inPlace`. */
  out: string;
  /** How many notebooks run at a time; one a processor if left out, fewer where memory is short. */
  jobs?: number;
  /** Files and folders whose change makes a stored run out of date; undefined stores nothing. */
  inputs?: readonly string[];
  /** Further attempts at a notebook marked flaky; 2 by default. */
  retries?: number;
  /** Runs one part of the notebooks only. */
  shard?: Shard;
  /** Recorded seconds by `timeKey`: the parts then take about the same time. */
  times?: ReadonlyMap<string, number>;
  /** Holds the outputs against those stored in the source; a difference fails the notebook. */
  compare?: CompareOptions;
  /** False runs what the cache, or a run that was cut short, would leave out. */
  cache?: boolean;
  /** Runs on kernels of a Jupyter server, not of this machine. */
  server?: ServerOptions;
  /** Aborting interrupts the running cells and ends the run. */
  signal?: AbortSignal;
  /** The kernels' environment; this process's by default. A server's kernels have the server's. */
  env?: NodeJS.ProcessEnv;
}
