// Reads a property of a stranger's object without running its own getters.
import { types } from "node:util";

/** A data property of `value` or of its prototypes; undefined for accessors, proxies and what is not an object. */
export function peek(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || types.isProxy(value)) return undefined;
  for (let at: object | null = value; at; at = Object.getPrototypeOf(at)) {
    const property = Object.getOwnPropertyDescriptor(at, key);
    if (property) return property.value;
  }
  return undefined;
}

/** As `peek`, for values already known to be of a class whose accessors are safe to read. */
export function read(value: object, key: string): unknown {
  return Reflect.get(value, key);
}

/** Calls a method of the value if it has one. */
export function call(value: unknown, key: string, ...args: readonly unknown[]): unknown {
  const method = peek(value, key);
  return typeof method === "function" && typeof value === "object" && value !== null ? Reflect.apply(method, value, args) : undefined;
}

export const hasMethod = (value: unknown, key: string): boolean => typeof peek(value, key) === "function";

export function className(value: unknown): string {
  const constructor = peek(value, "constructor");
  return typeof constructor === "function" ? String(Object.getOwnPropertyDescriptor(constructor, "name")?.value ?? "") : "";
}
