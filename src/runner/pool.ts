// Works on items, so many at a time, in their order; of one group, one at a time.

export interface Pool<T, R> {
  /** How many at a time. */
  size: number;
  /** Items of one group wait for each other; an item without one waits for none. */
  group(item: T): string | undefined;
  work(item: T): Promise<R>;
}

/** @throws the first error, after what runs has ended; what has not begun by then is left out. */
export async function pooled<T, R>(items: readonly T[], { size, group, work }: Pool<T, R>): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  const errors: unknown[] = [];
  const waiting = [...items.entries()];
  const busy = new Set<string>();
  const running = new Set<Promise<void>>();

  const take = (): [number, T] | undefined => {
    const free = waiting.findIndex(([, item]) => !busy.has(group(item) ?? ""));
    return free === -1 || running.size >= Math.max(1, size) || errors.length > 0 ? undefined : waiting.splice(free, 1)[0];
  };
  const start = async (place: number, item: T): Promise<void> => {
    const name = group(item);
    if (name) busy.add(name);
    await work(item).then((result) => (results[place] = result), (error: unknown) => errors.push(error));
    if (name) busy.delete(name);
  };
  for (;;) {
    const taken = take();
    if (taken) {
      const ended: Promise<void> = start(...taken).then(() => void running.delete(ended));
      running.add(ended);
    } else if (running.size > 0) await Promise.race(running);
    else break;
  }
  if (errors.length > 0) throw errors[0];
  return results;
}
