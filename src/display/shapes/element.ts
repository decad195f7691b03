// DOM elements (jsdom, linkedom, happy-dom): shown as their markup.
import type { Rendered } from "../types";
import { className, peek, read } from "./peek";

export function element(value: object): Rendered | undefined {
  if (peek(value, "outerHTML") === undefined && !className(value).endsWith("Element")) return undefined;
  const markup = read(value, "outerHTML");
  if (typeof markup !== "string") return undefined;
  const mime = /^<svg[\s>]/.test(markup) ? "image/svg+xml" : "text/html";
  return { data: { [mime]: markup, "text/plain": markup }, metadata: {} };
}
