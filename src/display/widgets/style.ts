// Layouts and styles: models without a view, to which the others refer.
import { BASE, CONTROLS } from "./protocol";
import { Widget, type Kind, type Live } from "./widget";

const LAYOUT_FIELDS = [
  "align_content", "align_items", "align_self", "border_bottom", "border_left", "border_right", "border_top", "bottom", "display", "flex", "flex_flow", "grid_area",
  "grid_auto_columns", "grid_auto_flow", "grid_auto_rows", "grid_column", "grid_gap", "grid_row", "grid_template_areas", "grid_template_columns", "grid_template_rows",
  "height", "justify_content", "justify_items", "left", "margin", "max_height", "max_width", "min_height", "min_width", "object_fit", "object_position", "order",
  "overflow", "padding", "right", "top", "visibility", "width",
] as const;

/** CSS of the widget's box, e.g. `{ width: "50%", flex_flow: "row wrap" }`; null: the front end's own. */
export type LayoutFields = Partial<Record<(typeof LAYOUT_FIELDS)[number], string | null>>;
export type Layout = Live<LayoutFields>;

/** Which of them count depends on the widget, e.g. `{ description_width: "initial", handle_color: "teal" }`. */
export interface StyleFields {
  description_width?: string;
  button_width?: string;
  background?: string | null;
  bar_color?: string | null;
  button_color?: string | null;
  handle_color?: string | null;
  text_color?: string | null;
  text_decoration?: string | null;
  font_family?: string | null;
  font_size?: string | null;
  font_style?: string | null;
  font_variant?: string | null;
  font_weight?: string | null;
}
export type Style = Live<StyleFields>;

const layout: Kind<LayoutFields> = {
  name: "Layout", module: BASE, model: "LayoutModel", view: "LayoutView", hidden: true,
  state: () => Object.fromEntries(LAYOUT_FIELDS.map((name) => [name, null])),
};

const FONT = { font_family: null, font_size: null, font_style: null, font_variant: null, font_weight: null, text_color: null, text_decoration: null };
const TEXT = { description_width: "", background: null, font_size: null, text_color: null };

/** By the style's name in the front end. */
const STYLES: Readonly<Record<string, StyleFields>> = {
  ButtonStyle: { button_color: null, ...FONT },
  CheckboxStyle: { description_width: "", background: null },
  DescriptionStyle: { description_width: "" },
  HTMLStyle: TEXT,
  LabelStyle: { description_width: "", background: null, ...FONT },
  ProgressStyle: { description_width: "", bar_color: null },
  SliderStyle: { description_width: "", handle_color: null },
  TextStyle: TEXT,
  ToggleButtonStyle: { description_width: "", ...FONT },
  ToggleButtonsStyle: { description_width: "", button_width: "", font_weight: "" },
};

export function layoutOf(given: Layout | LayoutFields | undefined): Widget<LayoutFields> {
  return given instanceof Widget ? given : new Widget(layout, given);
}

export function styleOf(name: string, given: Style | StyleFields | undefined): Widget<StyleFields> {
  if (given instanceof Widget) return given;
  return new Widget<StyleFields>({ name, module: CONTROLS, model: `${name}Model`, view: "StyleView", viewModule: BASE, hidden: true, state: () => ({ ...STYLES[name] }) }, given);
}
