// A value that promises and callbacks inherit from the code that made them.
import { AsyncLocalStorage } from "node:async_hooks";
import { promiseHooks } from "node:v8";

export interface ContextStore<T extends object> {
  get(): T | undefined;
  /** Makes `value` the context of everything that follows in this async flow; undefined leaves it without one. */
  enter(value: T | undefined): void;
  run<R>(value: T | undefined, work: () => R): R;
  /** The context in which a promise was made, if the store can tell. */
  of(promise: Promise<unknown>): T | undefined;
}

/**
 * AsyncLocalStorage where it rides on V8's own context frames (Node 24, and 22 by flag). On Node 20 it rides on async_hooks,
 * whose id stack is left unbalanced when an interrupt terminates a promise job, and Node aborts (callback.cc, CHECK_EQ of the
 * execution id): there promise hooks of our own, which keep no stack, and the wrapped timers carry the context.
 */
export function createContextStore<T extends object>(): ContextStore<T> {
  return ridesOnContextFrames() ? new FrameStore<T>() : new PromiseStore<T>();
}

function ridesOnContextFrames(): boolean {
  return Number(process.versions.node.split(".")[0]) >= 24 || process.execArgv.includes("--experimental-async-context-frame");
}

class FrameStore<T extends object> implements ContextStore<T> {
  private readonly storage = new AsyncLocalStorage<T | undefined>();
  get = (): T | undefined => this.storage.getStore();
  enter = (value: T | undefined): void => this.storage.enterWith(value);
  run = <R>(value: T | undefined, work: () => R): R => this.storage.run(value, work);
  of = (): T | undefined => undefined;
}

class PromiseStore<T extends object> implements ContextStore<T> {
  private current: T | undefined;
  private readonly made = new WeakMap<Promise<unknown>, T>();

  constructor() {
    promiseHooks.createHook({
      init: (promise) => void (this.current && this.made.set(promise, this.current)),
      before: (promise) => void (this.current = this.made.get(promise)),
      after: () => void (this.current = undefined),
    });
  }

  get = (): T | undefined => this.current;
  enter = (value: T | undefined): void => void (this.current = value);
  of = (promise: Promise<unknown>): T | undefined => this.made.get(promise);

  run = <R>(value: T | undefined, work: () => R): R => {
    const outer = this.current;
    this.current = value;
    try {
      return work();
    } finally {
      this.current = outer;
    }
  };
}
