// Executes one notebook on one kernel: cell by cell, within its time limits, its outputs kept whatever happens.
import type { Message } from "../protocol";
import { ask } from "./answer";
import { endFrom, stopped, type CellEnd, type Stopped } from "./ends";
import { deviceOf, type Failure, type Listener, type NotebookResult, type Outcome } from "./events";
import type { RunningKernel } from "./kernel";
import { after } from "./kernel-session";
import type { Kernelspec } from "./kernelspec";
import type { CodeCell, Notebook } from "./notebook";
import { OutputCollector, shownText } from "./outputs";
import { rulesFor, runnableCells, type CellRules, type RuleOptions } from "./rules";
import { OutputLimit } from "./watch/output-limit";
import { WatchDog, type WatchOptions } from "./watch/watch-dog";
import { WidgetStates } from "./widgets";

/** Limits on the kernel and on what it puts out. */
export interface LimitOptions extends WatchOptions {
  /** Seconds for a whole notebook; no limit if left out. */
  timeout?: number;
  /** Bytes of output for one cell; 100 MiB by default, 0: no limit. */
  outputLimit?: number;
}

export interface ExecuteOptions extends RuleOptions, LimitOptions {
  path: string;
  output: string;
  spec: Kernelspec;
  /** @throws {InfrastructureError} if the kernel cannot be started. */
  start(): Promise<RunningKernel>;
  signal?: AbortSignal;
  onEvent: Listener;
  /** Takes over waiting for the kernel's end, so that the next notebook may begin meanwhile. */
  leave?(gone: Promise<void>): void;
}

/** A cell with its place in the notebook, counted from 1. */
type Numbered = ReturnType<typeof runnableCells>[number];

/** After an interrupt the kernel has this long to end the cell itself. */
const INTERRUPT_GRACE_MS = 5000;

/** Fills in the notebook's outputs. @throws {InfrastructureError} if the kernel cannot be started. */
export async function executeNotebook(notebook: Notebook, options: ExecuteOptions): Promise<NotebookResult> {
  const started = performance.now();
  const { path, output } = options;
  const codeCells = runnableCells(notebook, options).length;
  options.onEvent({ type: "notebook-start", path, codeCells });
  const kernel = await options.start();
  try {
    const run = new NotebookRun(notebook, kernel, options, started);
    const end = await run.cells();
    recordKernel(notebook, options.spec, kernel);
    run.widgets.record(notebook);
    const device = deviceOf(notebook.cells);
    return { path, output, ...end, executed: run.executed, codeCells, seconds: (performance.now() - started) / 1000, ...(device && { device }) };
  } finally {
    const gone = kernel.shutdown();
    if (options.leave) options.leave(gone);
    else await gone;
  }
}

class NotebookRun {
  executed = 0;
  readonly widgets = new WidgetStates();
  private readonly collector = new OutputCollector();
  private readonly cellOf = new Map<string, CodeCell>();

  private readonly aborted: Promise<Stopped>;

  constructor(private readonly notebook: Notebook, private readonly kernel: RunningKernel, private readonly options: ExecuteOptions, private readonly started: number) {
    this.aborted = aborted(options.signal);
  }

  async cells(): Promise<{ outcome: Outcome; failure?: Failure }> {
    forgetOutputs(this.notebook);
    for (const { cell, number } of runnableCells(this.notebook, this.options)) {
      const end = await this.cell(cell, number);
      if (end.outcome !== "passed") return { outcome: end.outcome, failure: { ...end.failure, cell: number, id: cell.id ?? "" } };
    }
    return { outcome: "passed" };
  }

  private async cell(cell: CodeCell, number: number): Promise<CellEnd> {
    const { path, onEvent } = this.options;
    const rules = rulesFor(cell, this.notebook, this.options);
    const started = performance.now();
    onEvent({ type: "cell-start", path, cell: number, source: cell.source });
    const end = await this.execute({ cell, number }, rules);
    if (end.outcome !== "passed" && end.outcome !== "failed") cell.outputs.push({ output_type: "error", ...end.failure }); // what the kernel could not say
    this.executed++;
    onEvent({ type: "cell-end", path, cell: number, seconds: (performance.now() - started) / 1000 });
    return end.outcome === "failed" && rules.mayFail ? { outcome: "passed" } : end;
  }

  private async execute({ cell, number }: Numbered, rules: CellRules): Promise<CellEnd> {
    const { path, onEvent, outputLimit } = this.options;
    const times: Record<string, string> = {};
    const limit = new OutputLimit(outputLimit);
    const notice = (text: string): void => onEvent({ type: "notice", path, cell: number, text });
    const watchDog = new WatchDog(this.kernel.health, this.options, notice);
    this.kernel.onNotice = notice;
    const { id, answered } = ask(this.kernel, cell.source, (message, own) => {
      this.widgets.collect(message);
      if (!own) return this.receiveLate(message);
      const fitting = limit.fitting(message);
      if (fitting) this.receive(fitting, { cell, number }, times);
    });
    this.cellOf.set(id, cell);
    const ended = answered.then((message) => {
      times["shell.execute_reply"] = message.header.date;
      return endFrom(message, cell.outputs);
    });
    const end = await Promise.race([ended, this.death(), this.limit(rules), limit.reached, watchDog.bites]);
    watchDog.close();
    if ("by" in end) await this.stop(ended, end);
    cell.metadata = { ...cell.metadata, execution: times };
    return end;
  }

  private receive(message: Message, { cell, number }: Numbered, times: Record<string, string>): void {
    const { msg_type: type, date } = message.header;
    if (type === "execute_input" && typeof message.content["execution_count"] === "number") cell.execution_count = message.content["execution_count"];
    if (type === "execute_input") times["iopub.execute_input"] = date;
    if (type === "status") times[`iopub.status.${String(message.content["execution_state"])}`] = date;
    this.collector.collect(message, cell);
    const shown = shownText(message);
    if (shown) this.options.onEvent({ type: "output", path: this.options.path, cell: number, ...shown });
  }

  /** Output of a timer that an earlier cell has left behind belongs to that cell. */
  private receiveLate(message: Message): void {
    const cell = this.cellOf.get(message.parent.msg_id ?? "");
    if (cell) this.collector.collect(message, cell);
  }

  private async death(): Promise<Stopped> {
    const reason = await this.kernel.ended;
    return stopped("died", "DeadKernel", reason);
  }

  private limit({ timeout }: CellRules): Promise<Stopped> {
    return Promise.race([cellLimit(timeout), this.notebookLimit(), this.aborted]);
  }

  /** The kernel is interrupted, and killed if that does not end the cell. */
  private async stop(cellEnded: Promise<CellEnd>, { by }: Stopped): Promise<void> {
    if (by === undefined) return;
    if (by === "kill") return this.kernel.kill();
    this.kernel.interrupt();
    const ended = await Promise.race([cellEnded.then(() => true), after(INTERRUPT_GRACE_MS).then(() => false)]);
    if (!ended) this.kernel.kill();
  }

  private async notebookLimit(): Promise<Stopped> {
    await limit(this.options.timeout, performance.now() - this.started);
    return stopped("timeout", "NotebookTimeout", `the notebook ran longer than ${this.options.timeout} s (--timeout)`, "interrupt");
  }
}

async function cellLimit(timeout: number | undefined): Promise<Stopped> {
  await limit(timeout, 0);
  return stopped("timeout", "CellTimeout", `the cell ran longer than ${timeout} s (its tag timeout=…, its or the notebook's metadata, or --cell-timeout)`, "interrupt");
}

/** Of an earlier run nothing stays: a notebook that fails half-way shows no old results after that. */
function forgetOutputs({ cells }: Notebook): void {
  for (const cell of cells) if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
}

function aborted(signal: AbortSignal | undefined): Promise<Stopped> {
  const end = stopped("aborted", "Aborted", "the run was stopped", "interrupt");
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(end);
    signal?.addEventListener("abort", () => resolve(end), { once: true });
  });
}

function limit(seconds: number | undefined, elapsedMs: number): Promise<void> {
  return seconds === undefined ? new Promise(() => undefined) : after(Math.max(0, seconds * 1000 - elapsedMs));
}

function recordKernel(notebook: Notebook, spec: Kernelspec, { info }: RunningKernel): void {
  const { name, display_name, language } = spec;
  notebook.metadata = { ...notebook.metadata, kernelspec: { name, display_name, language }, language_info: info["language_info"] ?? {} };
}
