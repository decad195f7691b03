// The `html` and `svg` tags: markup whose interpolated values are escaped unless they are markup themselves.
import { escapeHtml } from "./escape";
import { displayable, isDisplayable } from "./hook";
import { DISPLAY, type Displayable } from "./types";

/** A template tag, also callable with a finished string. */
export type TemplateTag = (strings: TemplateStringsArray | string, ...values: readonly unknown[]) => Displayable;

/** `` html`<b>${name}</b>` ``: values are escaped; arrays are joined; objects that show themselves as HTML or SVG stay markup. */
export const html: TemplateTag = markup("text/html");

/** `` svg`<svg …>${shapes}</svg>` ``, as `html`. */
export const svg: TemplateTag = markup("image/svg+xml");

function markup(mime: "text/html" | "image/svg+xml"): TemplateTag {
  return (strings, ...values) => {
    const source = typeof strings === "string" ? strings : strings.reduce((text, part, index) => text + inserted(values[index - 1]) + part);
    return displayable({ [mime]: source, "text/plain": source });
  };
}

function inserted(value: unknown): string {
  if (value === null || value === undefined || value === false) return "";
  if (Array.isArray(value)) return value.map(inserted).join("");
  return ownMarkup(value) ?? escapeHtml(String(value));
}

function ownMarkup(value: unknown): string | undefined {
  if (!isDisplayable(value)) return undefined;
  const bundle = value[DISPLAY]();
  const markupOf = bundle["text/html"] ?? bundle["image/svg+xml"];
  return typeof markupOf === "string" ? markupOf : undefined;
}
