// One or several of given choices: dropdown, lists, buttons, a slider through them.
import { described, sort, type Described, type Options, type Styled, type Visible } from "./sort";
import type { Live } from "./widget";

/** Choices: values, pairs of label and value, or an object from labels to values. */
export type Choices<T> = readonly T[] | readonly (readonly [label: string, value: T])[] | Readonly<Record<string, T>>;

interface Listed<T> {
  options: Choices<T>;
}

export interface Choice<T> extends Visible, Described, Styled, Listed<T> {
  /** Null: nothing is chosen. */
  value: T | null;
  index: number | null;
  disabled: boolean;
}

export interface MultipleChoice<T> extends Visible, Described, Styled, Listed<T> {
  value: readonly T[];
  index: readonly number[];
  rows: number;
  disabled: boolean;
}

/** What choices are made of: a list of values, or labelled values. */
type ChoiceOptions<S, T> = Omit<Options<S>, "options" | "value"> & { value?: S extends MultipleChoice<T> ? readonly T[] : T | null };
export interface MakeChoice<More> {
  <T>(options: ChoiceOptions<Choice<T> & More, T> & { options: readonly (readonly [label: string, value: T])[] }): Live<Choice<T> & More>;
  <T>(options: ChoiceOptions<Choice<T> & More, T> & { options: readonly T[] }): Live<Choice<T> & More>;
  <T>(options: ChoiceOptions<Choice<T> & More, T> & { options: Readonly<Record<string, T>> }): Live<Choice<T> & More>;
}

interface Entry { label: string; value: unknown }

function entries(choices: Choices<unknown>): Entry[] {
  if (!Array.isArray(choices)) return Object.entries(choices).map(([label, value]) => ({ label, value }));
  const isPair = (each: unknown): boolean => Array.isArray(each) && each.length === 2 && typeof each[0] === "string";
  return choices.every(isPair) ? choices.map(([label, value]) => ({ label, value })) : choices.map((value: unknown) => ({ label: String(value), value }));
}

function indexOf(name: string, choices: readonly Entry[], value: unknown): number {
  const found = choices.findIndex((entry) => Object.is(entry.value, value));
  if (found < 0) throw new RangeError(`${name}: ${String(value)} is not among its options ${choices.map(({ label }) => label).join(", ")}`);
  return found;
}

function checkedIndex(name: string, choices: readonly Entry[], index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= choices.length) throw new RangeError(`${name}: index ${index} is not among its ${choices.length} options`);
  return index;
}

/** Value and index follow each other; new options choose the first. */
const one = (name: string) => (state: Choice<unknown>, patch: Partial<Choice<unknown>>): Partial<Choice<unknown>> => {
  const choices = entries(patch.options ?? state.options);
  const index = ((): number | null => {
    if (patch.value !== undefined) return patch.value === null ? nullIndex(choices) : indexOf(name, choices, patch.value);
    if (patch.index !== undefined) return patch.index === null ? null : checkedIndex(name, choices, patch.index);
    if (patch.options === undefined) return state.index;
    return choices.length > 0 ? 0 : null;
  })();
  return { ...patch, index, value: index === null ? null : (choices[index]?.value ?? null) };
};

/** Null may itself be a choice. */
function nullIndex(choices: readonly Entry[]): number | null {
  const found = choices.findIndex(({ value }) => value === null);
  return found < 0 ? null : found;
}

const several = (name: string) => (state: MultipleChoice<unknown>, patch: Partial<MultipleChoice<unknown>>): Partial<MultipleChoice<unknown>> => {
  const choices = entries(patch.options ?? state.options);
  const kept = patch.options === undefined ? state.index : [];
  const index = patch.value?.map((value) => indexOf(name, choices, value)) ?? patch.index?.map((each) => checkedIndex(name, choices, each)) ?? kept;
  return { ...patch, index, value: index.map((each) => choices[each]?.value) };
};

/** The front end knows labels and the index. */
function encode(name: string, value: unknown): readonly [string, unknown] | undefined {
  if (name === "value") return undefined;
  return name === "options" ? ["_options_labels", entries(value as Choices<unknown>).map(({ label }) => label)] : [name, value];
}

function choice<More extends object = object>(name: string, style: string, more: More): MakeChoice<More> {
  const state = () => ({ ...described(), options: [], value: null, index: null, disabled: false, ...more });
  const make: unknown = sort<Choice<unknown>>(name, { style, state, encode, normalize: one(name) });
  return make as MakeChoice<More>; // what the choices are is known only where they are given
}

/** One of several, from a list that opens. */
export const Dropdown = choice("Dropdown", "DescriptionStyle", {});
/** One of several, from a list with `rows` lines. */
export const Select = choice("Select", "DescriptionStyle", { rows: 5 });
/** One of several, all in view. */
export const RadioButtons = choice<{ orientation: "vertical" | "horizontal" }>("RadioButtons", "DescriptionStyle", { orientation: "vertical" });
/** One of several, as buttons. */
export const ToggleButtons = choice<{ button_style: string; icons: readonly string[]; tooltips: readonly string[] }>("ToggleButtons", "ToggleButtonsStyle", { button_style: "", icons: [], tooltips: [] });
/** One of several, by a slider. */
export const SelectionSlider = choice<{ orientation: "horizontal" | "vertical"; readout: boolean; continuous_update: boolean; behavior: string }>(
  "SelectionSlider", "SliderStyle", { orientation: "horizontal", readout: true, continuous_update: true, behavior: "drag-tap" });

interface MakeSeveral {
  <T>(options: ChoiceOptions<MultipleChoice<T>, T> & { options: readonly (readonly [label: string, value: T])[] }): Live<MultipleChoice<T>>;
  <T>(options: ChoiceOptions<MultipleChoice<T>, T> & { options: readonly T[] }): Live<MultipleChoice<T>>;
  <T>(options: ChoiceOptions<MultipleChoice<T>, T> & { options: Readonly<Record<string, T>> }): Live<MultipleChoice<T>>;
}

/** Any of several; its value is a list. */
export const SelectMultiple = sort<MultipleChoice<unknown>>("SelectMultiple", {
  style: "DescriptionStyle",
  state: () => ({ ...described(), options: [], value: [], index: [], rows: 5, disabled: false }),
  encode,
  normalize: several("SelectMultiple"),
}) as MakeSeveral;
