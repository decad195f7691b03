// What the library knows of the session that it runs in.

/** The AbortSignal that a Cellwright session aborts when a cell is interrupted. */
export function sessionSignal(): AbortSignal | undefined {
  const signal: unknown = Reflect.get(globalThis, "signal");
  return signal instanceof AbortSignal ? signal : undefined;
}
