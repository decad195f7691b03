// Handlers by event name. All of them are called; what they throw or reject with is thrown afterwards.

export type Handler = (...values: never[]) => unknown;

export class Events {
  private readonly handlers = new Map<string, Set<Handler>>();

  /** @returns a function that takes the handler away. */
  on(event: string, handler: Handler): () => void {
    const handlers = this.handlers.get(event) ?? new Set();
    this.handlers.set(event, handlers.add(handler));
    return () => void handlers.delete(handler);
  }

  /** Calls the handlers. @returns a promise if one of them did. @throws what one of them throws, when all have been called. */
  emit(event: string, ...values: unknown[]): Promise<void> | undefined {
    const failures: unknown[] = [];
    const pending: unknown[] = [];
    for (const handler of Array.from(this.handlers.get(event) ?? [])) {
      try {
        pending.push(Reflect.apply(handler, undefined, values));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures, `${failures.length} handlers of "${event}" failed`);
    const promises = pending.filter((each) => each instanceof Promise);
    return promises.length > 0 ? Promise.all(promises).then(() => undefined) : undefined;
  }
}
