// Executes one notebook on one kernel: cell by cell, within its time limits, its outputs kept whatever happens.
import type { Message } from "../protocol";
import { deviceOf, type Failure, type Listener, type NotebookResult, type Outcome } from "./events";
import { after, KernelSession } from "./kernel-session";
import type { Kernelspec } from "./kernelspec";
import { tagsOf, type CodeCell, type Notebook } from "./notebook";
import { OutputCollector } from "./outputs";
import { WidgetStates } from "./widgets";

export interface ExecuteOptions {
  path: string;
  output: string;
  spec: Kernelspec;
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Seconds for the whole notebook and for one cell. */
  timeout?: number;
  cellTimeout?: number;
  signal?: AbortSignal;
  onEvent: Listener;
}

type CellEnd = { outcome: "passed" } | { outcome: Exclude<Outcome, "passed" | "cached">; failure: Omit<Failure, "cell" | "id"> };

/** After an interrupt the kernel has this long to end the cell itself. */
const INTERRUPT_GRACE_MS = 5000;

/** Fills in the notebook's outputs. @throws {InfrastructureError} if the kernel cannot be started. */
export async function executeNotebook(notebook: Notebook, options: ExecuteOptions): Promise<NotebookResult> {
  const started = performance.now();
  const runnable = notebook.cells.filter((cell) => cell.cell_type === "code" && !isSkipped(cell));
  options.onEvent({ type: "notebook-start", path: options.path, codeCells: runnable.length });
  const session = await KernelSession.start(options.spec, options.cwd, options.env);
  try {
    const run = new NotebookRun(session, options, started);
    const end = await run.cells(notebook);
    recordKernel(notebook, options.spec, session);
    run.widgets.record(notebook);
    const result = { path: options.path, output: options.output, ...end, executed: run.executed, codeCells: runnable.length, seconds: (performance.now() - started) / 1000 };
    const device = deviceOf(notebook.cells);
    return device ? { ...result, device } : result;
  } finally {
    await session.shutdown();
  }
}

class NotebookRun {
  executed = 0;
  readonly widgets = new WidgetStates();
  private readonly collector = new OutputCollector();
  private readonly cellOf = new Map<string, CodeCell>();

  private readonly aborted: Promise<CellEnd>;

  constructor(private readonly session: KernelSession, private readonly options: ExecuteOptions, private readonly started: number) {
    this.aborted = aborted(options.signal);
  }

  async cells(notebook: Notebook): Promise<{ outcome: Outcome; failure?: Failure }> {
    forgetOutputs(notebook);
    for (const [index, cell] of notebook.cells.entries()) {
      if (cell.cell_type !== "code" || isSkipped(cell) || cell.source.trim() === "") continue;
      const end = await this.cell(cell, index + 1);
      if (end.outcome !== "passed") return { outcome: end.outcome, failure: { ...end.failure, cell: index + 1, id: cell.id ?? "" } };
    }
    return { outcome: "passed" };
  }

  private async cell(cell: CodeCell, number: number): Promise<CellEnd> {
    const { path, onEvent } = this.options;
    const started = performance.now();
    onEvent({ type: "cell-start", path, cell: number, source: cell.source });
    const end = await this.execute(cell);
    if (end.outcome !== "passed" && end.outcome !== "failed") cell.outputs.push({ output_type: "error", ...end.failure }); // what the kernel could not say
    this.executed++;
    onEvent({ type: "cell-end", path, cell: number, seconds: (performance.now() - started) / 1000 });
    const allowed = end.outcome === "failed" && tagsOf(cell).includes("raises-exception");
    return allowed ? { outcome: "passed" } : end;
  }

  private async execute(cell: CodeCell): Promise<CellEnd> {
    const times: Record<string, string> = {};
    const { id, reply } = this.session.execute(cell.source);
    this.cellOf.set(id, cell);
    const idle = new Promise<void>((resolve) => {
      this.session.client.onIopub = (message) => {
        this.widgets.collect(message);
        if (message.parent.msg_id === id) this.receive(message, cell, times, resolve);
        else this.receiveLate(message);
      };
    });
    const answered = Promise.all([reply, idle]).then(([message]) => {
      times["shell.execute_reply"] = message.header.date;
      return endFrom(message);
    });
    const end = await Promise.race([answered, this.death(), this.limit()]);
    if (end.outcome === "timeout" || end.outcome === "aborted") await this.stop(answered);
    cell.metadata = { ...cell.metadata, execution: times };
    return end;
  }

  private receive(message: Message, cell: CodeCell, times: Record<string, string>, done: () => void): void {
    const { msg_type: type, date } = message.header;
    const state = message.content["execution_state"];
    if (type === "execute_input" && typeof message.content["execution_count"] === "number") cell.execution_count = message.content["execution_count"];
    if (type === "execute_input") times["iopub.execute_input"] = date;
    if (type === "status") times[`iopub.status.${String(state)}`] = date;
    this.collector.collect(message, cell);
    if (type === "status" && state === "idle") done();
  }

  /** Output of a timer that an earlier cell has left behind belongs to that cell. */
  private receiveLate(message: Message): void {
    const cell = this.cellOf.get(message.parent.msg_id ?? "");
    if (cell) this.collector.collect(message, cell);
  }

  private async death(): Promise<CellEnd> {
    const reason = await this.session.ended;
    return stopped("died", "DeadKernel", reason);
  }

  private limit(): Promise<CellEnd> {
    return Promise.race([this.cellLimit(), this.notebookLimit(), this.aborted]);
  }

  /** The kernel is interrupted, and killed if that does not end the cell. */
  private async stop(answered: Promise<CellEnd>): Promise<void> {
    this.session.interrupt();
    const ended = await Promise.race([answered.then(() => true), after(INTERRUPT_GRACE_MS).then(() => false)]);
    if (!ended) this.session.kill();
  }

  private async cellLimit(): Promise<CellEnd> {
    await limit(this.options.cellTimeout, 0);
    return stopped("timeout", "CellTimeout", `the cell ran longer than ${this.options.cellTimeout} s (--cell-timeout)`);
  }

  private async notebookLimit(): Promise<CellEnd> {
    await limit(this.options.timeout, performance.now() - this.started);
    return stopped("timeout", "NotebookTimeout", `the notebook ran longer than ${this.options.timeout} s (--timeout)`);
  }
}

/** Of an earlier run nothing stays: a notebook that fails half-way shows no old results after that. */
function forgetOutputs({ cells }: Notebook): void {
  for (const cell of cells) if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
}

function aborted(signal: AbortSignal | undefined): Promise<CellEnd> {
  const end = stopped("aborted", "Aborted", "the run was stopped");
  return new Promise((resolve) => {
    if (signal?.aborted) resolve(end);
    signal?.addEventListener("abort", () => resolve(end), { once: true });
  });
}

function stopped(outcome: Exclude<Outcome, "passed" | "cached">, ename: string, evalue: string): CellEnd {
  return { outcome, failure: { ename, evalue, traceback: [`${ename}: ${evalue}`] } };
}

function endFrom({ content }: Message): CellEnd {
  if (content["status"] === "ok") return { outcome: "passed" };
  const traceback = Array.isArray(content["traceback"]) ? content["traceback"].map(String) : [];
  return { outcome: "failed", failure: { ename: String(content["ename"] ?? "Aborted"), evalue: String(content["evalue"] ?? ""), traceback } };
}

function limit(seconds: number | undefined, elapsedMs: number): Promise<void> {
  return seconds === undefined ? new Promise(() => undefined) : after(Math.max(0, seconds * 1000 - elapsedMs));
}

const isSkipped = (cell: Notebook["cells"][number]): boolean => tagsOf(cell).includes("skip-execution");

function recordKernel(notebook: Notebook, spec: Kernelspec, session: KernelSession): void {
  const { name, display_name, language } = spec;
  notebook.metadata = { ...notebook.metadata, kernelspec: { name, display_name, language }, language_info: session.info["language_info"] ?? {} };
}
