// Values as JSON can carry them: typed arrays as arrays, BigInt as text, no cycles, binary as base64.
import type { MimeBundle } from "./types";

export function plainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** A bundle whose every entry survives JSON: text as text, JSON as plain JSON, bytes as base64. */
export function normalized(bundle: MimeBundle): MimeBundle {
  const result: MimeBundle = {};
  for (const [mime, value] of Object.entries(bundle)) {
    if (value === undefined) continue;
    result[mime] = isJson(mime) ? jsonSafe(value) : text(value);
  }
  return result;
}

const isJson = (mime: string): boolean => /[/+]json$/.test(mime);

function text(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value);
  return typeof value === "string" ? value : plainObject(value) || Array.isArray(value) ? jsonSafe(value) : String(value);
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");

/** A copy of `value` that `JSON.stringify` takes; what it cannot say (functions, NaN, cycles) becomes null or text. */
export function jsonSafe(value: unknown, path: readonly object[] = []): unknown {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value !== "object") return null;
  if (path.includes(value)) return "[Circular]";
  return composite(value, [...path, value]);
}

function composite(value: object, path: readonly object[]): unknown {
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Array.from(value, String);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return jsonSafe(Array.from(numbers(value)), path);
  if (Array.isArray(value)) return value.map((item) => jsonSafe(item, path));
  if (value instanceof Map) return jsonSafe(Object.fromEntries(value), path);
  if (value instanceof Set) return jsonSafe([...value], path);
  const own = "toJSON" in value && typeof value.toJSON === "function" ? value.toJSON() : value;
  if (own !== value) return jsonSafe(own, path);
  const kept = Object.entries(value).filter(([, item]) => item !== undefined && typeof item !== "function");
  return Object.fromEntries(kept.map(([key, item]) => [key, jsonSafe(item, path)]));
}

function numbers(view: ArrayBufferView): Iterable<number> {
  return Symbol.iterator in view && isIterable(view) ? view : [];
}

function isIterable(view: object): view is Iterable<number> {
  return Symbol.iterator in view;
}
