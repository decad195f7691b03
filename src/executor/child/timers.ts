// Callbacks that a cell schedules belong to it, and fall silent once it is interrupted.
import { promisify } from "node:util";
import type { Cells } from "./cells";

type Callback = (...args: unknown[]) => unknown;
type Schedule = (callback: Callback, ...rest: unknown[]) => unknown;

export function tieCallbacksToCells(cells: Cells): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"] as const) wrap(globalThis, name, cells);
  wrap(process, "nextTick", cells);
}

/**
 * Node's own streams call it where all can see, in the context of what they were made in (from Node 22 on): without it the streams
 * of an interrupted cell never end. What the cell had scheduled itself falls silent all the same.
 */
const INTERNAL_TOO = "nextTick";

function wrap(owner: object, name: string, cells: Cells): void {
  const original = Reflect.get(owner, name) as Schedule;
  const schedule = (callback: Callback, ...rest: unknown[]): unknown => {
    const cell = typeof callback === "function" ? cells.current() : undefined;
    if (!cell || (cell.signal.aborted && name === INTERNAL_TOO)) return original.call(owner, callback, ...rest);
    const timer: unknown = original.call(owner, (...args: unknown[]) => {
      if (cell.signal.aborted) return clearInterval(timer as NodeJS.Timeout);
      return cells.runIn(cell, () => callback(...args));
    }, ...rest);
    return timer;
  };
  const promised: unknown = Reflect.get(original, promisify.custom);
  if (promised) Object.defineProperty(schedule, promisify.custom, { value: promised, configurable: true });
  Object.defineProperty(schedule, "name", { value: name, configurable: true });
  Object.defineProperty(owner, name, { value: schedule, writable: true, configurable: true, enumerable: true });
}
