// What `interact` takes in place of widgets: numbers, ranges, booleans, texts, choices.
import { Dropdown, type Choices } from "./choices";
import { Checkbox, Text } from "./controls";
import { FloatSlider, IntSlider } from "./numbers";
import { Widget, type Live } from "./widget";

/** A widget whose `value` is asked for. */
export type Control<T = unknown> = Live<{ value: T; description: string }>;

export type Abbreviation =
  | number
  | readonly [min: number, max: number]
  | readonly [min: number, max: number, step: number]
  | boolean
  | string
  | readonly unknown[]
  | Readonly<Record<string, unknown>>
  | { value: unknown };

/** What the function gets for an abbreviation. */
export type ValueOf<A> =
  A extends { kind: unknown; value: infer V } ? V
  : A extends number ? number
  : A extends boolean ? boolean
  : A extends string ? string
  : A extends readonly [number, number] | readonly [number, number, number] ? number
  : A extends readonly (infer T)[] ? T
  : A extends Readonly<Record<string, infer T>> ? T
  : unknown;

/**
 * The control for one parameter: a number n → a slider around it; `[min, max]`, `[min, max, step]` → a slider; a boolean → a
 * checkbox; a string → a text field; any other list, or an object → a dropdown; a widget → itself.
 */
export function controlFor(name: string, given: unknown): Control {
  const control = given instanceof Widget ? given : make(name, given);
  if (!("value" in control)) throw new TypeError(`interact: the widget for "${name}" has no value`);
  if ("description" in control && control.description === "") Reflect.set(control, "description", name);
  return control as Widget<object> as Control;
}

function make(name: string, given: unknown): Widget<object> {
  const made = ((): unknown => {
    if (typeof given === "number") return around(name, given);
    if (typeof given === "boolean") return Checkbox({ value: given, description: name });
    if (typeof given === "string") return Text({ value: given, description: name });
    if (isRange(given)) return between(name, given);
    if (typeof given === "object" && given !== null && Object.keys(given).length > 0) return Dropdown({ options: given as Record<string, unknown> satisfies Choices<unknown>, description: name });
    return undefined;
  })();
  if (made instanceof Widget) return made;
  throw new TypeError(`interact: "${name}" needs a number, a boolean, a text, [min, max, step], a list or object of choices, or a widget`);
}

function isRange(given: unknown): given is readonly [number, number, number?] {
  return Array.isArray(given) && (given.length === 2 || given.length === 3) && given.every((each) => typeof each === "number");
}

/** As ipywidgets has it: from -n to 3 n, and [0, 1] around 0. */
function around(description: string, value: number): unknown {
  const [min, max] = value === 0 ? [0, 1] : value > 0 ? [-value, 3 * value] : [3 * value, -value];
  return Number.isInteger(value) ? IntSlider({ value, min, max, description }) : FloatSlider({ value, min, max, description });
}

/** It starts at the step nearest the middle. */
function between(description: string, [min, max, step]: readonly [number, number, number?]): unknown {
  if (!(min <= max)) throw new RangeError(`interact: [${min}, ${max}] is no range: its first number must be the smaller`);
  if (step !== undefined && !(step > 0)) throw new RangeError(`interact: the step ${step} must be above 0`);
  const isWhole = [min, max, step ?? 1].every(Number.isInteger);
  const stride = step ?? (isWhole ? 1 : (max - min) / 100);
  const value = min + stride * Math.floor((max - min) / 2 / stride);
  return isWhole ? IntSlider({ min, max, step: stride, value, description }) : FloatSlider({ min, max, step: stride, value, description });
}
