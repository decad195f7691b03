// Which cell is running here: each execution has a context that its promises, timers and callbacks inherit.
import { AsyncLocalStorage } from "node:async_hooks";

export class CellContext {
  private readonly controller = new AbortController();

  constructor(readonly id: number) {}

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
  private readonly storage = new AsyncLocalStorage<CellContext>();
  private readonly contexts = new Map<number, CellContext>();
  private running: CellContext | undefined;

  /** Makes `id` the cell of everything that this async context does from now on. */
  enter(id: number): void {
    const context = new CellContext(id);
    this.contexts.set(id, context);
    this.running = context;
    this.storage.enterWith(context);
  }

  leave(id: number): void {
    if (this.running?.id === id) this.running = undefined;
  }

  /** The cell that the calling code belongs to; else the one that is running. */
  current(): CellContext | undefined {
    return this.storage.getStore() ?? this.running;
  }

  currentId(): number {
    return this.current()?.id ?? 0;
  }

  /** Interrupts one cell; its code throws at its next `await`. */
  interrupt(id: number): void {
    this.contexts.get(id)?.interrupt();
    this.leave(id);
  }
}
