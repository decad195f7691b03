// Text of any value, bounded in length and time, that runs none of the value's getters or proxy traps.
import { inspect, types, type InspectOptions } from "node:util";

const DEPTH = 4;
const NODES = 2_000;
const ITEMS = 100;
const STRING = 10_000;
const TEXT = 30_000;

/** What a cell shows of `value`: `util.inspect` with limits on items (100), strings (10,000), depth and the whole (30,000 characters). */
export function inspectText(value: unknown): string {
  return shortened(firstThatWorks(value));
}

/** A custom inspector or a `Symbol.toStringTag` getter of the value may throw; then it is shown without them, or named. */
function firstThatWorks(value: unknown): string {
  try {
    return inspect(trimmed(value), options(value));
  } catch {
    try {
      return inspect(value, { ...options(value), customInspect: false });
    } catch (error) {
      return `[${typeof value} that cannot be shown: ${error instanceof Error ? error.message : "its inspection threw"}]`;
    }
  }
}

function options(value: unknown): InspectOptions {
  return { depth: depthFor(value), maxArrayLength: ITEMS, maxStringLength: STRING, breakLength: 100, compact: 3 };
}

/** The greatest depth at which at most NODES values are printed: breadth to the power of depth is what takes minutes. */
function depthFor(value: unknown): number {
  for (let depth = DEPTH; depth > 0; depth--) if (count(value, depth, NODES) <= NODES) return depth;
  return 0;
}

function count(value: unknown, depth: number, limit: number): number {
  if (typeof value !== "object" || value === null || depth < 0) return 1;
  let total = 1;
  for (const child of children(value)) {
    total += count(child, depth - 1, limit - total);
    if (total > limit) break;
  }
  return total;
}

/** What inspection would print inside `value`, read without running its code. A proxy's target is out of sight: it counts as large. */
function* children(value: object): Iterable<unknown> {
  if (types.isProxy(value)) return yield* Array.from({ length: ITEMS }, () => null);
  if (ArrayBuffer.isView(value)) return;
  if (Array.isArray(value)) return yield* items(value);
  if (types.isMap(value)) return yield* firstOf(Map.prototype.entries.call(value));
  if (types.isSet(value)) return yield* firstOf(Set.prototype.values.call(value));
  for (const key of Object.keys(value)) yield dataValue(value, key);
}

function* items(array: readonly unknown[]): Iterable<unknown> {
  for (let index = 0; index < Math.min(array.length, ITEMS); index++) yield dataValue(array, String(index));
}

function* firstOf(iterator: Iterator<unknown>): Iterable<unknown> {
  for (let index = 0; index < ITEMS; index++) {
    const next = iterator.next();
    if (next.done) return;
    yield next.value;
  }
}

function dataValue(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

/** `util.inspect` has no limit on an object's keys: a record of a million is cut to its first hundred. */
function trimmed(value: unknown): unknown {
  if (typeof value !== "object" || value === null || types.isProxy(value) || !isRecord(value)) return value;
  const keys = Object.keys(value);
  if (keys.length <= NODES) return value;
  const kept = keys.slice(0, ITEMS).map((key) => [key, Object.getOwnPropertyDescriptor(value, key) ?? {}]);
  const cut: object = Object.create(Object.getPrototypeOf(value), Object.fromEntries(kept));
  return Object.defineProperty(cut, `… ${keys.length - ITEMS} more keys`, { value: undefined, enumerable: true });
}

function isRecord(value: object): boolean {
  return !Array.isArray(value) && !ArrayBuffer.isView(value) && !types.isMap(value) && !types.isSet(value);
}

function shortened(text: string): string {
  return text.length <= TEXT ? text : `${text.slice(0, TEXT)}… ${text.length - TEXT} more characters`;
}
