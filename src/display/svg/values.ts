// Plotly's loosely typed values, read as numbers, categories and text.
import { plainObject } from "../json";

export const isDate = (value: unknown): boolean => value instanceof Date || (typeof value === "string" && /^\d{4}-\d\d(-\d\d([T ].*)?)?$/.test(value));

/** A number, a date's milliseconds, or NaN. */
export function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.getTime();
  if (typeof value !== "string" || value.trim() === "") return NaN;
  return isDate(value) ? Date.parse(value) : Number(value);
}

export function listOf(values: unknown): unknown[] {
  if (Array.isArray(values)) return values;
  return ArrayBuffer.isView(values) && "length" in values ? Array.from(Object(values)) : [];
}

export const numbersOf = (values: unknown): number[] => listOf(values).map(numberOf);

/** Least and greatest of the finite values. */
export function extent(values: Iterable<number>): [number, number] | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return least <= most ? [least, most] : undefined;
}

/** Plotly's titles are strings or `{ text }`; their few HTML tags are dropped. */
export function textOf(title: unknown): string {
  const text = plainObject(title) ? title.text : title;
  return typeof text === "string" ? text.replace(/<br\s*\/?>/gi, " ").replace(/<\/?(b|i|sub|sup|span)\b[^>]*>/gi, "") : "";
}

export const record = (value: unknown): Record<string, unknown> => (plainObject(value) ? value : {});
