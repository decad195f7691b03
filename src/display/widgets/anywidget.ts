// Custom widgets: the author's own front-end code, drawn by the anywidget extension of the front end.
import { createHash } from "node:crypto";
import { moduleOf, moduleSource } from "./module-source";
import { live } from "./sort";
import { layoutOf, type Layout, type LayoutFields } from "./style";
import { Widget, type Kind, type Live } from "./widget";

/** The state as the front end's code sees it. */
export interface AnyModel<S> {
  /** A field's value. */
  get<K extends keyof S & string>(name: K): S[K];
  /** Changes the front end's copy; `save_changes` sends it. */
  set<K extends keyof S & string>(name: K, value: S[K]): void;
  /** Sends what `set` has changed. */
  save_changes(): void;
  /** Calls `handler` on "change:name", or on "msg:custom" with a message. */
  on(event: string, handler: (...values: unknown[]) => void): void;
  /** Takes a handler away, or all of an event. */
  off(event?: string, handler?: (...values: unknown[]) => void): void;
  /** Sends a message of the widget's own to the kernel. */
  send(content: unknown, callbacks?: unknown, buffers?: readonly (ArrayBuffer | ArrayBufferView)[]): void;
}

type Cleanup = void | (() => void) | Promise<void | (() => void)>;
/** Draws a view into `el`; what it returns is called when the view goes. */
export type Render<S> = (context: { model: AnyModel<S>; el: HTMLElement }) => Cleanup;
export type Initialize<S> = (context: { model: AnyModel<S> }) => Cleanup;

/** A custom widget's code, style and state. */
export interface AnywidgetOptions<S> {
  /** TypeScript or JavaScript text, or a file's path: a module whose default export is `{ render, initialize? }`. */
  esm?: string;
  /** In place of `esm`: a function that runs in the browser. It sees its arguments and the browser's globals, nothing of the cell. */
  render?: Render<S>;
  /** Called once a model, before its views. */
  initialize?: Initialize<S>;
  /** Text of a style sheet, for this widget's views. */
  css?: string;
  /** First values of the fields that both sides share; plain JSON. */
  state?: S;
  /** Size and place, as other widgets have them. */
  layout?: Layout | LayoutFields;
}

/** Whatever version the front end has: its contract with the model has stayed. */
const ANYWIDGET = { name: "anywidget", version: "*" };

interface Carried {
  _esm: string;
  _css: string;
  _anywidget_id: string;
  _dom_classes: readonly string[];
  layout: Layout | null;
}

/**
 * A widget whose view is your own code.
 * @throws {TypeError} without `esm` or `render`. @throws {Error} for code that esbuild cannot read; the message names the line.
 */
export function anywidget<S extends object = object>({ esm, render, initialize, css = "", state, layout }: AnywidgetOptions<S>): Live<S & Carried> {
  if (esm === undefined && !render) throw new TypeError("anywidget needs `esm` (a module's text or path) or `render` (a function)");
  const source = esm === undefined ? moduleOf({ initialize, render }) : moduleSource(esm);
  const id = `cellwright.${createHash("sha256").update(source).digest("hex").slice(0, 12)}`;
  const carried = { _esm: source, _css: css, _anywidget_id: id, _dom_classes: [], layout: null };
  const kind: Kind<Carried & S> = { name: "anywidget", module: ANYWIDGET, model: "AnyModel", view: "AnyView", state: () => ({ ...carried, ...state }) as Carried & S };
  return live(new Widget<S & Carried>(kind, { layout: layoutOf(layout) } as Partial<S & Carried>));
}
