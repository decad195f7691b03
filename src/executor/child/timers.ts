// Timers of an interrupted cell fall silent: its callbacks no longer run, its intervals are cleared.
import { promisify } from "node:util";
import type { Cells } from "./cells";

type Callback = (...args: unknown[]) => unknown;
type Schedule = (callback: Callback, ...rest: unknown[]) => unknown;

export function silenceTimersAfterInterrupt(cells: Cells): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate"] as const) wrap(name, cells);
}

function wrap(name: "setTimeout" | "setInterval" | "setImmediate", cells: Cells): void {
  const original = globalThis[name] as unknown as Schedule;
  const wrapped = { [name]: (callback: Callback, ...rest: unknown[]): unknown => {
    if (typeof callback !== "function") return original(callback, ...rest);
    const signal = cells.current()?.signal;
    const timer: unknown = original((...args: unknown[]) => (signal?.aborted ? clearInterval(timer as NodeJS.Timeout) : callback(...args)), ...rest);
    return timer;
  } }[name];
  const promised: unknown = Reflect.get(original, promisify.custom);
  if (wrapped && promised) Object.defineProperty(wrapped, promisify.custom, { value: promised, configurable: true });
  Object.defineProperty(globalThis, name, { value: wrapped, writable: true, configurable: true, enumerable: true });
}
