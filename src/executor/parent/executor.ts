// The kernel's handle on the executor process: run a cell, interrupt it, talk to it, notice its end.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { EventEmitter } from "node:events";
import type { Duplex, Readable } from "node:stream";
import { BlockReader, BOOT, decodeFrame, type OutputFrame } from "../frames";
import type { CommMessage } from "../child/comms";
import type { ChildMessage } from "../child/runtime";
import type { ErrorDescription } from "../child/errors";
import { Cdp, type CdpResponse } from "./cdp";
import { descendants } from "../../processes";
import { describeExit } from "./exit-reason";
import { RawOutput } from "./raw-output";

export type CellOutcome =
  | { status: "ok" }
  | { status: "error"; error: ErrorDescription }
  | { status: "interrupted" }
  | { status: "died"; reason: string };

export type EvaluateResult = { status: "ok"; rendered: { data: Record<string, unknown>; metadata: Record<string, unknown> } } | { status: "error"; error: ErrorDescription };

export interface ExecutorOptions {
  /** The executor's main module; it gets the boot options as JSON in `argv[2]`. */
  entry: string;
  folder: string;
  boot?: Record<string, unknown>;
  env?: NodeJS.ProcessEnv;
}

interface Running {
  cell: number;
  interrupted: (outcome: CellOutcome) => void;
  /** The one attempt to stop it: a second terminate would hit the first one's call, which then never settles. */
  stopped?: Promise<void>;
}

/** A blocked native call answers no terminate: after this its child processes get SIGINT. */
const UNANSWERED_MS = 1000;
const HOPELESS_MS = 5000;
/** What may not be cut in two, such as a training's step, is waited for so long, and looked at so often. */
const WHOLE_MS = 3000;
const WHOLE_EVERY_MS = 20;
/** Code that does not even answer in this time is none of that kind. */
const ANSWERED_MS = 100;
/** An event loop that has not turned in this time is held by a handler that does not end. */
const STUCK_MS = 200;
/** Terminating inside a timer callback aborts Node without the first flag. */
const NODE_FLAGS = ["--no-force-async-hooks-checks", "--disable-warning=ExperimentalWarning", ...optionalFlags("--experimental-async-context-frame")];
/** The cells' heap in MiB, from the kernelspec; Node's own default without. */
const heapFlag = ({ CELLWRIGHT_HEAP: megabytes = "" }: NodeJS.ProcessEnv): string[] => (/^[1-9]\d*$/.test(megabytes) ? [`--max-old-space-size=${megabytes}`] : []);
/** Node's own word at exit while a debugger session, here the relay's, is open. */
const DISCONNECT_NOTICE = "Waiting for the debugger to disconnect...\n";

type TerminateStopped = () => Promise<boolean>;

export class Executor extends EventEmitter<{ frame: [OutputFrame]; notice: [string]; notification: [string, object] }> {
  private readonly cdp: Cdp;
  private readonly raw: RawOutput[];
  private readonly doneWaiters = new Map<number, () => void>();
  private readonly doneCells = new Set<number>();
  private readonly death: Promise<CellOutcome>;
  /** The inspector would run a cell in the middle of the executor's own start, before there is a runtime. */
  private readonly booted: Promise<unknown>;
  private runtimeId: Promise<string> | undefined;
  /** Several where subshells run cells while others await. */
  private readonly running = new Map<number, Running>();
  private readonly readyWaiters = new Map<number, () => void>();
  private stderrTail = "";
  private handling = 0;
  private background: Running | undefined;
  private sending: Promise<void> = Promise.resolve();
  private exitRequest: number | undefined;
  private hasDied = false;

  private constructor(private readonly child: ChildProcess, token: string) {
    super();
    this.cdp = new Cdp(child.stdio[3] as Duplex, (method, params) => this.emit("notification", method, params));
    const frames = new BlockReader((block) => this.receive(decodeFrame(block)));
    (child.stdio[4] as Readable).on("data", (chunk: Buffer) => frames.push(chunk));
    this.raw = [this.rawOutput("stdout", token), this.rawOutput("stderr", token)];
    this.death = new Promise((resolve) => child.once("close", (code, signal) => resolve({ status: "died", reason: this.died(code, signal) })));
    this.booted = Promise.race([new Promise<void>((resolve) => this.readyWaiters.set(BOOT, resolve)), this.death]);
    child.once("error", () => this.cdp.close());
  }

  static spawn(options: ExecutorOptions): Executor {
    const token = randomBytes(12).toString("hex");
    const boot = JSON.stringify({ ...options.boot, folder: options.folder, token });
    const child = spawn(process.execPath, [...NODE_FLAGS, ...heapFlag(options.env ?? process.env), options.entry, boot], {
      cwd: options.folder,
      env: options.env ?? process.env,
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    });
    return new Executor(child, token);
  }

  get dead(): boolean {
    return this.hasDied;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Evaluates one rewritten cell; resolves when its output has been delivered. Never rejects. */
  async run(cell: number, code: string): Promise<CellOutcome> {
    const interrupted = new Promise<CellOutcome>((interrupt) => this.running.set(cell, { cell, interrupted: interrupt }));
    const outcome = await Promise.race([this.evaluateCell(cell, code), interrupted, this.death]);
    await Promise.race([this.delivered(cell), this.death]);
    this.running.delete(cell);
    return outcome;
  }

  /** Evaluates an expression for `user_expressions` and renders its value. */
  async evaluate(expression: string): Promise<EvaluateResult> {
    await this.booted;
    const response = await this.cdp.post("Runtime.evaluate", { expression, replMode: true, awaitPromise: true, silent: true, objectGroup: "expressions" });
    const thrown = exceptionOf(response);
    const outcome = thrown ? await this.call("described", thrown) : await this.call("rendered", argumentFrom(remoteObject(response)));
    void this.cdp.post("Runtime.releaseObjectGroup", { objectGroup: "expressions" });
    return thrown ? { status: "error", error: outcome as ErrorDescription } : { status: "ok", rendered: outcome as { data: Record<string, unknown>; metadata: Record<string, unknown> } };
  }

  async send(message: ChildMessage): Promise<void> {
    await this.callOn("receive", [{ value: message }], false);
  }

  /** Hands over one comm message after another; resolves when its handler has ended and its output has been delivered. Never rejects. */
  async handle(message: CommMessage): Promise<void> {
    if (this.dead) return;
    const ended = new Promise<void>((resolve) => this.doneWaiters.set(message.cell, resolve));
    this.handling++;
    this.sending = this.sending.then(() => this.send(message));
    await ended;
    this.handling--;
  }

  /** Sends a raw call of the DevTools protocol (debugger, tests). */
  post(method: string, params?: object): Promise<CdpResponse> {
    return this.cdp.post(method, params);
  }

  /**
   * Stops the running cells and the handlers of comm messages, and keeps the session's state. Does nothing when nothing runs.
   * @param terminateStopped where a debugger has stopped the session, makes it go on to its end; says whether it did.
   */
  async interrupt(terminateStopped: TerminateStopped = async () => false): Promise<void> {
    if (this.background?.stopped && this.running.size === 0) await within(this.background.stopped, HOPELESS_MS); // that one was for the handlers before
    const targets = this.running.size > 0 ? [...this.running.values()] : this.handlers();
    if (targets.length === 0) return;
    const before = Promise.all(targets.map((target) => target.stopped));
    const left = targets.filter((target) => !target.stopped);
    if (left.length > 0) this.stopAfter(before, left, terminateStopped);
    const stopped = Promise.all(targets.map((target) => target.stopped));
    if (await within(stopped, UNANSWERED_MS)) return;
    this.signalChildren("SIGINT");
    if (await within(stopped, HOPELESS_MS - UNANSWERED_MS)) return;
    this.emit("notice", "The cell is blocked in native code that cannot be interrupted; only a restart of the kernel stops it.\n");
  }

  /** Disposes of top-level `using` resources, then ends the process. */
  async shutdown(graceMs: number): Promise<void> {
    if (!this.dead && this.running.size === 0) await within(this.call("shutdown", { value: undefined }), graceMs);
    this.kill();
    await this.death;
  }

  kill(): void {
    this.signalChildren("SIGTERM");
    this.child.kill("SIGKILL");
  }

  private async evaluateCell(cell: number, code: string): Promise<CellOutcome> {
    const objectGroup = `cell ${cell}`;
    const evaluate = (): Promise<CdpResponse> => this.cdp.post("Runtime.evaluate", { expression: code, replMode: true, awaitPromise: true, objectGroup });
    await this.booted;
    if (this.running.size > 1 || this.handling > 0) await this.wayMade(cell);
    if (this.running.get(cell)?.stopped) return { status: "interrupted" };
    const first = await evaluate();
    const response = this.wasTerminated(first, cell) ? await evaluate() : first; // an earlier interrupt may hit the next evaluation
    const thrown = exceptionOf(response);
    if (!thrown) return response.error ? this.death : { status: "ok" };
    const error = (await this.call("fail", { value: cell }, thrown)) as ErrorDescription;
    void this.cdp.post("Runtime.releaseObjectGroup", { objectGroup });
    return { status: "error", error };
  }

  /** Resolves when the event loop stands still for this cell to begin. */
  private async wayMade(cell: number): Promise<void> {
    const ready = new Promise<void>((resolve) => this.readyWaiters.set(cell, resolve));
    await this.callOn("makeWay", [{ value: cell }], false);
    await Promise.race([ready, this.death]);
  }

  private wasTerminated(response: CdpResponse, cell: number): boolean {
    return response.error !== undefined && !this.dead && this.running.has(cell) && /terminated/i.test(response.error);
  }

  /** Handlers that run while no cell does are stopped as one. */
  private handlers(): Running[] {
    if (this.handling === 0) return [];
    return [(this.background ??= { cell: 0, interrupted: () => (this.background = undefined) })];
  }

  private stopAfter(before: Promise<unknown>, targets: Running[], terminateStopped: TerminateStopped): void {
    const stopped = before.then(() => this.stop(targets, terminateStopped));
    for (const target of targets) target.stopped = stopped;
  }

  /** The answer to terminate comes first: a call dispatched while termination is pending aborts Node (ToLocalChecked). */
  private async stop(targets: Running[], terminateStopped: TerminateStopped): Promise<void> {
    const begun = targets.filter(({ cell }) => cell > 0);
    await this.wholeEnded(begun);
    const cells = begun.filter(({ cell }) => this.running.has(cell));
    if (cells.length > 0 && !(await terminateStopped())) await this.cdp.post("Runtime.terminateExecution"); // which is not answered while a debugger holds the session
    await Promise.all(cells.map(({ cell }) => this.callOn("interrupt", [{ value: cell }], false)));
    if (this.handling > 0) await this.stopHandlers();
    for (const { interrupted } of targets) interrupted({ status: "interrupted" });
  }

  private async wholeEnded(cells: Running[]): Promise<void> {
    const until = performance.now() + WHOLE_MS;
    const busy = async (): Promise<boolean> => {
      const answers = Promise.all(cells.map(({ cell }) => this.callOn("warn", [{ value: cell }], false)));
      return (await within(answers, ANSWERED_MS)) && (await answers).some(Boolean);
    };
    while (performance.now() < until && (await busy())) await new Promise((resolve) => setTimeout(resolve, WHOLE_EVERY_MS));
  }

  /** Tells the handlers; terminates only if one keeps the event loop: a terminate that finds nothing running hits whatever comes next. */
  private async stopHandlers(): Promise<void> {
    await this.callOn("interruptHandlers", [], false);
    if (!(await within(this.call("turned"), STUCK_MS))) await this.cdp.post("Runtime.terminateExecution");
  }

  /** Calls a method of the runtime in the executor, and waits for its promise. */
  private call(method: string, ...args: object[]): Promise<unknown> {
    return this.callOn(method, args, true);
  }

  /** A call that waits for a promise, if only an empty one, is never answered when an interrupt drops the microtasks. */
  private async callOn(method: string, args: object[], awaitPromise: boolean): Promise<unknown> {
    const objectId = await (this.runtimeId ??= this.findRuntime());
    const functionDeclaration = `function (...args) { return this.${method}(...args); }`;
    const response = await this.postUntilRun("Runtime.callFunctionOn", { objectId, functionDeclaration, arguments: args, returnByValue: true, awaitPromise });
    return (remoteObject(response) as { value?: unknown }).value;
  }

  private async findRuntime(): Promise<string> {
    await this.booted;
    const response = await this.postUntilRun("Runtime.evaluate", { expression: "__cellwright" });
    return (remoteObject(response) as { objectId?: string }).objectId ?? "";
  }

  /** A pending terminate may hit the next call instead of the cell that it was meant for: call again. */
  private async postUntilRun(method: string, params: object): Promise<CdpResponse> {
    const response = await this.cdp.post(method, params);
    return !this.dead && /terminated/i.test(response.error ?? "") ? this.postUntilRun(method, params) : response;
  }

  private delivered(cell: number): Promise<unknown> {
    const done = this.doneCells.delete(cell) ? Promise.resolve() : new Promise<void>((resolve) => this.doneWaiters.set(cell, resolve));
    return Promise.all([done, ...this.raw.map((raw) => raw.drained(cell))]);
  }

  private receive(frame: OutputFrame): void {
    if (frame.type === "done") this.finish(frame.cell);
    else if (frame.type === "ready") this.ready(frame.cell);
    else if (frame.type === "exit") this.exitRequest = (JSON.parse(frame.payload.toString("utf8")) as { code: number }).code;
    else this.emit("frame", frame);
  }

  private ready(cell: number): void {
    this.readyWaiters.get(cell)?.();
    this.readyWaiters.delete(cell);
  }

  private finish(cell: number): void {
    const resolve = this.doneWaiters.get(cell);
    this.doneWaiters.delete(cell);
    if (resolve) resolve();
    else this.doneCells.add(cell);
  }

  private rawOutput(name: "stdout" | "stderr", token: string): RawOutput {
    const stream = this.child[name];
    if (!stream) throw new Error(`the executor has no ${name}`);
    return new RawOutput(stream, token, (payload) => {
      if (payload.toString("latin1") === DISCONNECT_NOTICE) return;
      if (name === "stderr") this.stderrTail = (this.stderrTail + payload.toString("utf8")).slice(-4000);
      this.emit("frame", { type: name, cell: 0, payload });
    });
  }

  private died(code: number | null, signal: NodeJS.Signals | null): string {
    this.hasDied = true;
    for (const resolve of this.doneWaiters.values()) resolve();
    this.doneWaiters.clear();
    this.cdp.close();
    return describeExit({ code, signal, requested: this.exitRequest, stderr: this.stderrTail });
  }

  private signalChildren(signal: NodeJS.Signals): void {
    if (this.dead || this.child.pid === undefined) return;
    for (const id of descendants(this.child.pid)) sendSignal(id, signal);
  }
}

function optionalFlags(...flags: string[]): string[] {
  return flags.filter((flag) => process.allowedNodeEnvironmentFlags.has(flag));
}

function sendSignal(id: number, signal: NodeJS.Signals): void {
  try {
    process.kill(id, signal);
  } catch {
    // it has ended meanwhile
  }
}

function remoteObject(response: CdpResponse): object {
  return (response.result as { result?: object } | undefined)?.result ?? {};
}

/** The thrown value as a call argument, if the evaluation threw. */
function exceptionOf(response: CdpResponse): object | undefined {
  const details = (response.result as { exceptionDetails?: { exception?: RemoteValue; text: string } } | undefined)?.exceptionDetails;
  return details ? argumentFrom(details.exception ?? { value: details.text }) : undefined;
}

interface RemoteValue { objectId?: string; value?: unknown; unserializableValue?: string }

function argumentFrom({ objectId, value, unserializableValue }: RemoteValue): object {
  if (objectId) return { objectId };
  return unserializableValue ? { unserializableValue } : { value };
}

async function within(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const result = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return result;
}
