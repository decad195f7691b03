// Which cell is running here: each execution has a context that its promises, timers and callbacks inherit.
import type { Captured } from "../../display";
import { createContextStore } from "./contexts";

export class CellContext {
  /** @param take gets the output in the cell's stead. */
  constructor(readonly id: number, readonly take?: (output: Captured) => void, private readonly controller = new AbortController()) {}

  /** The same cell, its output kept from it. */
  capturing(take: (output: Captured) => void): CellContext {
    return new CellContext(this.id, take, this.controller);
  }

  /** Aborted when the user interrupts the cell. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  interrupt(): void {
    this.controller.abort(new Interrupted());
  }
}

/** What an interrupted cell's code gets at its next `await`. */
export class Interrupted extends Error {
  override name = "KeyboardInterrupt";
  constructor() {
    super("execution interrupted");
  }
}

export class Cells {
  private readonly store = createContextStore<CellContext>();
  private readonly contexts = new Map<number, CellContext>();
  private readonly blamed = new WeakMap<object, CellContext>();
  /** In the order in which they began: several where subshells run cells while others await. */
  private readonly running = new Set<CellContext>();

  /** By cell, how much it does that may not be cut in two. */
  private readonly wholes = new Map<number, number>();

  /** Makes `id` the cell of everything that this async context does from now on. */
  enter(id: number): void {
    const context = new CellContext(id);
    this.contexts.set(id, context);
    this.running.add(context);
    this.store.enter(context);
  }

  leave(id: number): void {
    for (const context of this.running) if (context.id === id) this.running.delete(context);
  }

  /** What runs from here on belongs to no cell. */
  enterNone(): void {
    this.store.enter(undefined);
  }

  /** A context for a comm message's handler, which runs beside the cells; `close` it at the handler's end. */
  open(id: number): CellContext {
    const context = new CellContext(id);
    this.contexts.set(id, context);
    return context;
  }

  close(id: number): void {
    this.contexts.delete(id);
  }

  /** Runs `work`; what it and all that it starts print and display goes to `take`. */
  capture<R>(take: (output: Captured) => void, work: () => R): R {
    return this.runIn((this.current() ?? new CellContext(0)).capturing(take), work);
  }

  /** The cell that the calling code belongs to; else the last one that began and is running. */
  current(): CellContext | undefined {
    return this.store.get() ?? [...this.running].at(-1);
  }

  currentId(): number {
    return this.current()?.id ?? 0;
  }

  /** Runs a callback as part of the cell that scheduled it, and remembers the cell for what it throws. */
  runIn<R>(context: CellContext | undefined, work: () => R): R {
    try {
      return this.store.run(context, work);
    } catch (error) {
      if (context && typeof error === "object" && error !== null) this.blamed.set(error, context);
      throw error;
    }
  }

  /** The cell that a late error belongs to. */
  culprit(thrown: unknown, promise?: Promise<unknown>): number {
    const blamed = typeof thrown === "object" && thrown !== null ? this.blamed.get(thrown) : undefined;
    return (blamed ?? (promise && this.store.of(promise)) ?? this.current())?.id ?? 0;
  }

  /** Runs what an interrupt lets end. */
  async whole<R>(work: () => Promise<R>): Promise<R> {
    const id = this.currentId();
    this.wholes.set(id, (this.wholes.get(id) ?? 0) + 1);
    try {
      return await work();
    } finally {
      const left = (this.wholes.get(id) ?? 1) - 1;
      if (left > 0) this.wholes.set(id, left);
      else this.wholes.delete(id);
    }
  }

  /** Tells a cell's code of the interrupt if it does what may not be cut in two; says whether it does. */
  warn(id: number): boolean {
    const busy = (this.wholes.get(id) ?? 0) > 0;
    if (busy) this.contexts.get(id)?.interrupt();
    return busy;
  }

  /** Interrupts one cell; its code throws at its next `await`. */
  interrupt(id: number): void {
    this.contexts.get(id)?.interrupt();
    this.wholes.delete(id);
    this.leave(id);
    this.enterNone(); // a terminated promise job has left its context behind
  }
}
