// A thrown value, described for the kernel: it maps the stack's positions to TypeScript lines and adds colour.
import { inspect } from "node:util";

export interface ErrorDescription {
  name: string;
  message: string;
  /** Node's own text: stack, causes, extra properties. */
  stack: string;
}

export function describeError(thrown: unknown): ErrorDescription {
  if (!(isErrorLike(thrown))) return { name: "Error", message: `${text(thrown)} was thrown`, stack: `Uncaught ${text(thrown)}` };
  return { name: String(thrown.name || "Error"), message: String(thrown.message), stack: text(thrown) };
}

function isErrorLike(value: unknown): value is Error {
  return value instanceof Error || (typeof value === "object" && value !== null && "stack" in value && "message" in value);
}

/** A hostile error (a throwing getter, a proxy) must not hide that something was thrown. */
function text(value: unknown): string {
  try {
    return inspect(value, { depth: 4, maxStringLength: 20_000, maxArrayLength: 100 });
  } catch {
    return Object.prototype.toString.call(value);
  }
}
