// Finds the notebook system that this process belongs to.
import { denoHost } from "./deno";
import { plainHost } from "./plain";
import { tslabHost } from "./tslab";
import type { DisplayHost } from "./types";

export type { Comm, CommContent, CommHandler, CommOpenOptions, Comms, CommTargetHandler } from "./comms";
export type { Captured, DisplayHost } from "./types";

const HOST = Symbol.for("cellwright.host");

/** Asked at each display and never remembered: a host may appear after the library is loaded. */
export function currentHost(): DisplayHost {
  return cellwrightHost() ?? tslabHost() ?? denoHost() ?? plainHost;
}

function cellwrightHost(): DisplayHost | undefined {
  const host: unknown = Reflect.get(globalThis, HOST);
  return isHost(host) ? host : undefined;
}

function isHost(value: unknown): value is DisplayHost {
  return typeof value === "object" && value !== null && "display" in value && typeof value.display === "function";
}
