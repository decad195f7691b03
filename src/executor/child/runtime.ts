// What rewritten cell code calls: the cell's beginning and end, its result, imports, checks at `await`, resources.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDisplayHandle, renderAsync, type Rendered } from "../../display";
import type { Cells } from "./cells";
import { emit, emitJson, pause } from "./channel";
import type { Descriptors } from "./descriptors";
import { describeError, type ErrorDescription } from "./errors";
import type { ChildComms, CommMessage } from "./comms";
import { CELL_MODULE } from "./hooks";
import type { Inbox, InputMessage } from "./inbox";
import type { Modules } from "./modules";
import type { Resources } from "./resources";
import { nextTurn } from "./turns";

export interface RuntimeParts {
  cells: Cells;
  modules: Modules;
  resources: Resources;
  inbox: Inbox;
  comms: ChildComms;
  folder: string;
  descriptors: Descriptors;
}

/** What the kernel sends besides code. */
export type ChildMessage = InputMessage | CommMessage;

/** How long, in pauses of a millisecond, the event loop is held for a cell that the kernel has said it would send. */
const HOLD_MS = 5000;

export class Runtime {
  private readonly results = new Map<number, unknown>();
  private readonly awaited = new Set<number>();
  readonly meta: { url: string; filename: string; dirname: string };

  constructor(private readonly parts: RuntimeParts) {
    const filename = join(parts.folder, CELL_MODULE);
    this.meta = { url: pathToFileURL(filename).href, filename, dirname: parts.folder };
  }

  /** Node's inspector dispatch is not re-entrant: without this turn an interrupt waits behind the cell (12 s seen). */
  begin = (cell: number): Promise<void> => {
    this.awaited.delete(cell);
    this.parts.cells.enter(cell);
    return new Promise((resolve) => nextTurn(resolve));
  };

  /**
   * For a cell that begins beside others: the inspector would start it in the middle of their code, which would then pass for
   * part of it. So the event loop is held, in a turn of its own, until the cell has begun.
   */
  makeWay = (cell: number): void => {
    this.awaited.add(cell);
    nextTurn(() => this.hold(cell));
  };

  result = (value: unknown): void => {
    this.results.set(this.parts.cells.currentId(), value);
  };

  import = (specifier: string, attributes?: Parameters<Modules["import"]>[1]): Promise<Record<string, unknown>> =>
    this.parts.modules.import(String(specifier), attributes);

  checked = <T>(value?: T): T | undefined => {
    this.parts.cells.current()?.signal.throwIfAborted();
    return value;
  };

  use = (name: string | undefined, resource: unknown, isAsync: boolean): unknown => this.parts.resources.use(name, resource, isAsync);

  end = async (cell: number): Promise<void> => {
    const value = this.results.get(cell);
    this.results.delete(cell);
    if (value !== undefined && !isDisplayHandle(value)) emitJson("result", cell, await renderAsync(value));
    this.finish(cell);
  };

  /** Ends a cell that threw, and describes what it threw. */
  fail = (cell: number, thrown: unknown): ErrorDescription => {
    this.results.delete(cell);
    const description = describeError(thrown);
    this.finish(cell);
    return description;
  };

  warn = (cell: number): boolean => this.parts.cells.warn(cell);

  interrupt = (cell: number): void => {
    this.awaited.delete(cell);
    this.results.delete(cell);
    this.parts.cells.interrupt(cell);
    this.finish(cell);
  };

  /** Resolves at the event loop's next turn. */
  turned = (): Promise<void> => new Promise((resolve) => nextTurn(resolve));

  interruptHandlers = (): void => this.parts.comms.interrupt();

  described = (thrown: unknown): ErrorDescription => describeError(thrown);

  rendered = (value: unknown): Promise<Rendered> => renderAsync(value);

  receive = (message: ChildMessage): void => (message.type === "comm" ? this.parts.comms.receive(message) : this.parts.inbox.receive(message));

  shutdown = (): Promise<void> => this.parts.resources.disposeAll();

  private hold(cell: number): void {
    if (!this.awaited.has(cell)) return;
    emit("ready", cell);
    for (let waited = 0; this.awaited.has(cell) && waited < HOLD_MS; waited++) pause();
    this.parts.cells.enterNone();
  }

  /** Raw descriptors first: what native code and inherited children wrote is read up to the sentinel before "done". */
  private finish(cell: number): void {
    this.parts.descriptors.mark(cell);
    this.parts.cells.leave(cell);
    emit("done", cell);
  }
}
