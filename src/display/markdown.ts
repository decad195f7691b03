// The `md` tag: Markdown whose numbers come from the code that computed them, printed readably.
import { displayable, isDisplayable } from "./hook";
import { grouped, readable } from "./number";
import { render } from "./render";
import { DISPLAY, type Displayable } from "./types";

/** The `md` tag's type. */
export interface Markdown {
  /** A tagged template, or a finished string (for instance one that `t` chose). */
  (strings: TemplateStringsArray | string, ...values: readonly unknown[]): Displayable;
  /** The same tag, printing numbers with `digits` significant digits (4 by default). */
  digits(digits: number): (strings: TemplateStringsArray | string, ...values: readonly unknown[]) => Displayable;
}

/** `` md`The loss is ${loss}` ``: Markdown, its numbers printed readably. */
export const md: Markdown = Object.assign(tag(4), { digits: tag });

function tag(digits: number) {
  return (strings: TemplateStringsArray | string, ...values: readonly unknown[]): Displayable => {
    const source = typeof strings === "string" ? strings : woven(strings, values, digits);
    return displayable({ "text/markdown": source, "text/plain": source });
  };
}

function woven(strings: TemplateStringsArray, values: readonly unknown[], digits: number): string {
  return strings.reduce((text, part, index) => text + said(values[index - 1], digits) + part);
}

function said(value: unknown, digits: number): string {
  if (typeof value === "number") return readable(value, digits);
  if (typeof value === "bigint") return grouped(String(value));
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return listed(value, digits);
  if (!isDisplayable(value)) return typeof value === "object" && value !== null ? String(render(value).data["text/plain"]) : String(value);
  const bundle = value[DISPLAY]();
  return String(bundle["text/markdown"] ?? bundle["text/plain"] ?? render(value).data["text/plain"]);
}

function listed(value: readonly unknown[] | ArrayBufferView, digits: number): string {
  const items = Array.isArray(value) ? value : Array.from(Object.values(value));
  return items.map((item) => said(item, digits)).join(", ");
}
