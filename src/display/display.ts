// `display(value)` and its forms for one mime type each.
import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import { currentHost, type DisplayHost } from "./host";
import { base64, normalized } from "./json";
import { renderNow } from "./render";
import { plainText } from "./text";
import type { DisplayHandle, MimeBundle, Rendered } from "./types";

/** How a value is displayed. */
export interface DisplayOptions {
  /** Displays with one id are one display: the later replaces the earlier. */
  id?: string;
  /** By mime type, e.g. `{ "image/png": { width: 300 } }`. */
  metadata?: Record<string, unknown>;
}

/** Shows values; its methods show one mime type each. */
export interface Display {
  (value: unknown, options?: DisplayOptions): DisplayHandle;
  /** HTML markup. */
  html(source: string): DisplayHandle;
  /** Markdown, with formulas between dollars. */
  markdown(source: string): DisplayHandle;
  /** LaTeX, with or without its `$$`. */
  latex(source: string): DisplayHandle;
  /** An SVG picture's markup. */
  svg(source: string): DisplayHandle;
  /** PNG bytes, or their base64. */
  png(data: Uint8Array | string): DisplayHandle;
  /** JPEG bytes, or their base64. */
  jpeg(data: Uint8Array | string): DisplayHandle;
  /** A value as a tree that folds. */
  json(value: unknown): DisplayHandle;
  /** A whole bundle, by mime type. */
  mime(bundle: MimeBundle): DisplayHandle;
}

const PLOTLY = "application/vnd.plotly.v1+json";
const HANDLE = Symbol.for("cellwright.display-handle");

/** Shows a value in the cell's output; the handle's `update` replaces it in place. */
function show(value: unknown, options: DisplayOptions = {}): DisplayHandle {
  const id = options.id ?? randomUUID();
  put((rendered, host) => host.display(rendered, id), value, id, options.metadata);
  const handle = { id, update: (next: unknown) => put((rendered, host) => replace(rendered, host, id), next, id) };
  const logged = (): string => (currentHost().name === "tslab" ? "" : `[display ${id}]`); // tslab logs a cell's last value
  return Object.defineProperties(handle, { [HANDLE]: { value: true }, [inspect.custom]: { value: logged } });
}

/** A cell that ends in `display(…)` has shown its value: the handle itself is no result. The library may be loaded twice, hence a shared symbol. */
export function isDisplayHandle(value: unknown): boolean {
  return (typeof value === "object" || typeof value === "function") && value !== null && Reflect.get(value, HANDLE) === true;
}

/** Marks what has displayed itself, so that a cell that ends in it does not show it twice. */
export function markShown<T extends object>(value: T): T {
  return Object.defineProperty(value, HANDLE, { value: true });
}

/** Plotly's renderer for JupyterLab ignores new data once it has drawn: the static picture comes between, which makes it begin anew. */
function replace(rendered: Rendered, host: DisplayHost, id: string): void {
  const { [PLOTLY]: live, "text/html": _, ...still } = rendered.data;
  if (live !== undefined && host.name === "cellwright") host.update({ ...rendered, data: still }, id);
  host.update(rendered, id);
}

type Send = (rendered: Rendered, host: DisplayHost) => void;

/** An asynchronous hook's text is shown at once, so that order holds, and its bundle when it comes. */
function put(send: Send, value: unknown, id: string, metadata: Record<string, unknown> = {}): void {
  const host = currentHost();
  const { now, later } = renderNow(value);
  send({ ...now, metadata: { ...now.metadata, ...metadata } }, host);
  void later?.then((rendered) => host.update(rendered, id));
}

function showBundle(bundle: MimeBundle): DisplayHandle {
  const data = normalized(bundle);
  return show({ [Symbol.for("Jupyter.display")]: () => ({ ...data, "text/plain": data["text/plain"] ?? plainText(data) }) });
}

const image = (mime: string, data: Uint8Array | string): DisplayHandle =>
  showBundle({ [mime]: typeof data === "string" ? data.replace(/^data:[^,]*,/, "") : base64(data), "text/plain": `[${mime}]` });

/** Shows a value in the cell's output; the handle's `update` replaces it in place. */
export const display: Display = Object.assign(show, {
  html: (source: string) => showBundle({ "text/html": source }),
  markdown: (source: string) => showBundle({ "text/markdown": source, "text/plain": source }),
  latex: (source: string) => showBundle({ "text/latex": inDollars(source), "text/plain": source }),
  svg: (source: string) => showBundle({ "image/svg+xml": source, "text/plain": "[image/svg+xml]" }),
  png: (data: Uint8Array | string) => image("image/png", data),
  jpeg: (data: Uint8Array | string) => image("image/jpeg", data),
  json: (value: unknown) => showBundle({ "application/json": value, "text/plain": JSON.stringify(normalized({ "application/json": value })["application/json"], null, 2) }),
  mime: showBundle,
});

/** Front ends typeset `text/latex` only between dollars; an environment such as align brings its own mathematics. */
function inDollars(source: string): string {
  const text = source.trim();
  return /^(\$|\\\[|\\begin\{(align|equation|gather|multline))/.test(text) ? text : `$$${text}$$`;
}
