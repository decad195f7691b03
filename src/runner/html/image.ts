// Pictures inside the page. An SVG as an image runs no script and loads nothing, whatever it says.
import { readFileSync, statSync } from "node:fs";
import { extname, resolve } from "node:path";
import { escapeHtml } from "./escape";

const MIMES: Record<string, string> = { ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml" };
const MAX_BYTES = 20e6;

export const imageHtml = (mime: string, base64: string, alt: string): string => `<img src="data:${mime};base64,${base64.replace(/\s/g, "")}" alt="${escapeHtml(alt)}">`;

export function svgImage(svg: string, alt: string): string {
  const named = /<svg\b[^>]*\sxmlns\s*=/.test(svg) ? svg : svg.replace(/<svg\b/, '<svg xmlns="http://www.w3.org/2000/svg"');
  return imageHtml("image/svg+xml", Buffer.from(named).toString("base64"), alt);
}

/** Inline SVG in a notebook's HTML becomes an image too. */
export function withSvgAsImages(html: string): string {
  return html.replace(/<svg\b[^]*?<\/svg>/gi, (svg) => svgImage(svg, /aria-label="([^"]*)"/.exec(svg)?.[1] ?? /<title>([^<]*)/.exec(svg)?.[1] ?? ""));
}

/** A picture file beside the notebook as a data URI; undefined if it is none. */
export function localImage(source: string, folder: string): string | undefined {
  const mime = MIMES[extname(source).toLowerCase()];
  if (!mime || /^[a-z]+:|^\//i.test(source)) return undefined;
  try {
    const path = resolve(folder, decodeURIComponent(source));
    return statSync(path).size > MAX_BYTES ? undefined : `data:${mime};base64,${readFileSync(path).toString("base64")}`;
  } catch {
    return undefined;
  }
}
