// Modules under global names, loaded at first use: nothing of them delays the first cell.
import { readFileSync } from "node:fs";
import type { Modules } from "./modules";

/**
 * Defines each global of the preload file, `{ "name": "module" }`.
 * @param file Cellwright's own, or the one that CELLWRIGHT_PRELOAD names; an empty name preloads nothing.
 * @throws if the file is not such an object; the message names it.
 */
export function definePreloads(file: string, modules: Modules): void {
  if (file === "") return;
  for (const [name, specifier] of Object.entries(readPreloads(file))) defineLazily(name, () => modules.require(specifier));
}

function readPreloads(file: string): Record<string, string> {
  const preloads: unknown = JSON.parse(readFileSync(file, "utf8"));
  const isTable = typeof preloads === "object" && preloads !== null && Object.values(preloads).every((value) => typeof value === "string");
  if (!isTable) throw new Error(`${file}: expected an object of global names and module names`);
  return preloads as Record<string, string>;
}

/** A plain property once it is used or assigned, so that a cell may declare the name for itself. */
function defineLazily(name: string, load: () => unknown): void {
  const become = (value: unknown): unknown => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
    return value;
  };
  Object.defineProperty(globalThis, name, { get: () => become(load()), set: become, configurable: true, enumerable: false });
}
