// Widgets in rows, columns, grids, tabs and folds.
import { sort, type Options, type Visible } from "./sort";
import { Widget, type Live } from "./widget";

export interface Container extends Visible {
  children: readonly AnyWidget[];
  box_style: "" | "success" | "info" | "warning" | "danger";
}

export interface Paged extends Container {
  titles: readonly string[];
  /** Null: none is open. */
  selected_index: number | null;
}

/** A widget of any sort. */
export interface AnyWidget {
  readonly id: string;
  toJSON(): string;
  close(): void;
}

type MakeBox<S> = (children?: readonly AnyWidget[] | Options<S>, options?: Options<S>) => Live<S & Visible>;

/** `Box([a, b], { layout })`. */
function box<S extends Container>(name: string, more: Omit<S, keyof Container>): MakeBox<S> {
  const state = () => ({ children: [], box_style: "", ...more }) as unknown as Omit<S, keyof Visible | "style">;
  const make = sort<S>(name, { state, normalize: childrenChecked(name) });
  return function (children, options) {
    return make((isList(children) ? { ...options, children } : { ...children, ...options }) as Options<S>);
  };
}

const isList = (value: unknown): value is readonly AnyWidget[] => Array.isArray(value);

const childrenChecked = (name: string) => <S extends Container>(_: S, patch: Partial<S>): Partial<S> => {
  const stranger = patch.children?.find((child) => !(child instanceof Widget));
  if (stranger !== undefined) throw new TypeError(`${name} holds widgets, not ${typeof stranger}: show other values in an Output`);
  return patch;
};

/** Widgets as they come. */
export const Box = box<Container>("Box", {});
/** A row. */
export const HBox = box<Container>("HBox", {});
/** A column. */
export const VBox = box<Container>("VBox", {});
/** A grid, by its layout's `grid_…` fields. */
export const GridBox = box<Container>("GridBox", {});
/** One child at a time, chosen by tabs with `titles`. */
export const Tab = box<Paged>("Tab", { titles: [], selected_index: 0 });
/** One child at a time, below its title. */
export const Accordion = box<Paged>("Accordion", { titles: [], selected_index: null });
/** Shows one child at a time. */
export const Stack = box<Paged>("Stack", { titles: [], selected_index: null });
