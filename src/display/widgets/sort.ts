// How the sorts of widgets are written: their fields, layout and style in a few lines each.
import { CONTROLS, type FrontEndModule } from "./protocol";
import { layoutOf, styleOf, type Layout, type LayoutFields, type Style, type StyleFields } from "./style";
import { Widget, type Kind, type Live } from "./widget";

/** What every widget that can be seen has. */
export interface Visible {
  /** CSS classes. */
  _dom_classes: readonly string[];
  tabbable: boolean | null;
  tooltip: string | null;
  layout: Layout;
}

/** A label beside the control. */
export interface Described {
  description: string;
  description_allow_html: boolean;
}

export interface Styled {
  style: Style;
}

/** What a widget is made with: any of its fields; layout and style also as plain objects. */
export type Options<S> = Partial<Omit<S, "layout" | "style">> & { layout?: Layout | LayoutFields; style?: Style | StyleFields };

export interface Sort<S extends object> extends Partial<Omit<Kind<S>, "state" | "name">> {
  state(): Omit<S, keyof Visible | "style">;
  /** The style's name in the front end, if the sort has one. */
  style?: string;
}

export const described = (): Described => ({ description: "", description_allow_html: false });

/** A function that makes widgets of one sort; `new` may stand before it. */
export function sort<S extends Visible>(name: string, { state, style, ...more }: Sort<S>): (options?: Options<S>) => Live<S> {
  const visible = { _dom_classes: [], tabbable: null, tooltip: null, layout: null, ...(style ? { style: null } : {}) };
  const module: FrontEndModule = more.module ?? CONTROLS;
  const kind: Kind<S> = { model: `${name}Model`, view: `${name}View`, ...more, name, module, state: () => ({ ...visible, ...state() }) as unknown as S };
  return function make(options: Options<S> = {}): Live<S> {
    const styled = style ? { style: styleOf(style, options.style) } : {};
    return live(new Widget<S>(kind, { ...options, layout: layoutOf(options.layout), ...styled } as Partial<S>));
  };
}

/** The constructor has given the widget its fields as properties, which the compiler cannot see. */
export function live<S extends object>(widget: Widget<S>): Live<S> {
  return widget as Live<S>;
}
