// One notebook of a run: from what is kept of it, or its attempts, to what is stored.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { attempted, RETRIES } from "./attempts";
import type { Cache } from "./cache";
import { differences, type Difference } from "./compare/compare";
import { InfrastructureError, oneLine } from "./errors";
import { wasStarted, type Failure, type Listener, type NotebookResult } from "./events";
import { executeNotebook } from "./execute";
import type { Job } from "./jobs";
import type { Journal } from "./journal";
import type { Kernels, RunningKernel } from "./kernel";
import { serialised, writeAtomically } from "./notebook";
import type { RunOptions } from "./run-options";

/** A job with what it is known by: in the cache, and among those that compute the same. */
export interface KeyedJob extends Job { key: string; computation?: string }

/** What a job is run with. */
export interface JobSurroundings {
  kernels: Kernels;
  env: NodeJS.ProcessEnv;
  onEvent: Listener;
  /** Gets each kernel's end to wait for. */
  leave(gone: Promise<void>): void;
}

export class JobRun {
  private readonly onEvent: Listener;

  constructor(private readonly job: KeyedJob, private readonly options: RunOptions, private readonly surroundings: JobSurroundings) {
    this.onEvent = surroundings.onEvent;
  }

  async end(cache: Cache | undefined, journal: Journal): Promise<NotebookResult> {
    const { path, key } = this.job;
    const kept = this.options.cache === false ? undefined : (journal.find(path) ?? cache?.find(path, key));
    const result = kept ? asKept(kept) : await this.fresh();
    if (!kept) this.recorded(result, cache, journal);
    this.onEvent({ type: "notebook-end", result });
    return result;
  }

  private async fresh(): Promise<NotebookResult> {
    const { options, job } = this;
    if (options.signal?.aborted) return notStarted(job, "aborted", "Aborted", "the run was stopped");
    const before = options.compare && structuredClone(job.notebook);
    const again = (attempt: number, failure: Failure): void => this.onEvent({ type: "retry", path: job.path, attempt, failure });
    const ran = await attempted(job.notebook, options.retries ?? RETRIES, () => this.once(), again);
    const result = before && ran.outcome === "passed" ? compared(ran, differences(before, job.notebook, options.compare)) : ran;
    return wasStarted(result) ? this.written(result) : result;
  }

  /** A kernel that does not start fails its notebook, not the whole run. */
  private async once(): Promise<NotebookResult> {
    const { path, output, notebook, spec } = this.job;
    const { kernels, env, leave } = this.surroundings;
    const start = (): Promise<RunningKernel> => kernels.start(spec, path, env);
    try {
      return await executeNotebook(notebook, { ...this.options, path, output, spec, start, leave, onEvent: this.onEvent });
    } catch (error) {
      if (!(error instanceof InfrastructureError)) throw error;
      return notStarted(this.job, "died", "KernelNotStarted", oneLine(error));
    }
  }

  /** What finds no place where it should go (a full disk) is kept elsewhere. */
  private written(result: NotebookResult): NotebookResult {
    const { output, notebook } = this.job;
    const content = serialised(notebook);
    try {
      writeAtomically(output, content);
      return result;
    } catch (error) {
      const evalue = `${oneLine(error)}${rescued(basename(output), content)}`;
      return { ...result, outcome: "unwritten", failure: { cell: 0, id: "", ename: "NotWritten", evalue, traceback: [] } };
    }
  }

  /** Without its records a run is still right; the next one only cannot build on it. */
  private recorded(result: NotebookResult, cache: Cache | undefined, journal: Journal): void {
    const { path, key, computation } = this.job;
    try {
      cache?.store(path, { key, computation, result });
      journal.record(path, result);
    } catch (error) {
      this.onEvent({ type: "notice", path, cell: 0, text: `its result cannot be recorded: ${oneLine(error)}` });
    }
  }
}

function rescued(name: string, content: string): string {
  try {
    const place = join(mkdtempSync(join(tmpdir(), "cellwright-rescued-")), name);
    writeAtomically(place, content);
    return `. The executed notebook is kept in ${place}`;
  } catch {
    return ""; // nowhere is room
  }
}

const asKept = (result: NotebookResult): NotebookResult => (result.outcome === "passed" ? { ...result, outcome: "cached" } : result);

/** The first difference is the failure; its traceback shows all of them. */
function compared(result: NotebookResult, found: readonly Difference[]): NotebookResult {
  const [first] = found;
  if (!first) return result;
  const traceback = found.flatMap(({ cell, id, what, diff }) => [`cell ${cell} (id ${id}), ${what}:`, ...diff]);
  return { ...result, outcome: "failed", failure: { cell: first.cell, id: first.id, ename: "OutputDiffers", evalue: `${first.what} is not as stored (differences: ${found.length})`, traceback } };
}

function notStarted({ path, output, notebook }: Job, outcome: "died" | "aborted", ename: string, evalue: string): NotebookResult {
  const codeCells = notebook.cells.filter(({ cell_type }) => cell_type === "code").length;
  return { path, output, outcome, executed: 0, codeCells, seconds: 0, failure: { cell: 0, id: "", ename, evalue, traceback: [] } };
}
