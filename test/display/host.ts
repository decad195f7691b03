// A display host that remembers what it was given.
import type { DisplayHost, Rendered } from "../../src/display";

export interface Shown {
  kind: "display" | "update";
  id: string | undefined;
  rendered: Rendered;
}

const HOST = Symbol.for("cellwright.host");

/** Runs code as if in a Cellwright session, and returns what it displayed. */
export async function displayed(run: () => unknown): Promise<Shown[]> {
  const shown: Shown[] = [];
  const host: DisplayHost = {
    name: "cellwright",
    display: (rendered, id) => void shown.push({ kind: "display", id, rendered }),
    update: (rendered, id) => void shown.push({ kind: "update", id, rendered }),
    clear: () => undefined,
  };
  Object.defineProperty(globalThis, HOST, { value: host, configurable: true });
  try {
    await run();
    return shown;
  } finally {
    Reflect.deleteProperty(globalThis, HOST);
  }
}
