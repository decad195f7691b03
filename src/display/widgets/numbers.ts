// Numbers: sliders, ranges, fields, progress bars, the animation's player.
import { described, sort, type Described, type Options, type Styled, type Visible } from "./sort";

export interface NumberField extends Visible, Described, Styled {
  value: number;
  step: number | null;
  disabled: boolean;
  continuous_update: boolean;
}

export interface BoundedNumber extends NumberField {
  min: number;
  max: number;
}

export interface Slider<V = number> extends Visible, Described, Styled {
  value: V;
  min: number;
  max: number;
  step: number;
  orientation: "horizontal" | "vertical";
  readout: boolean;
  /** As d3-format has it, e.g. ".2f". */
  readout_format: string;
  /** Whether changes come while it is dragged, or only at the end. */
  continuous_update: boolean;
  behavior: "drag-tap" | "drag-snap" | "tap" | "drag" | "snap";
  disabled: boolean;
}

export interface LogSlider extends Slider {
  /** `min` and `max` are exponents of it. */
  base: number;
}

export type NumberRange = readonly [low: number, high: number];

export interface ProgressBar extends Visible, Described, Styled {
  value: number;
  min: number;
  max: number;
  bar_style: "" | "success" | "info" | "warning" | "danger";
  orientation: "horizontal" | "vertical";
}

export interface Player extends Visible, Described, Styled {
  value: number;
  min: number;
  max: number;
  step: number;
  /** Between two steps, ms. */
  interval: number;
  playing: boolean;
  repeat: boolean;
  show_repeat: boolean;
  disabled: boolean;
}

interface Bounds { min: number; max: number }

function bounds(name: string, { min, max }: Bounds): Bounds {
  if (!(min <= max)) throw new RangeError(`${name}: min ${min} is above max ${max}`);
  return { min, max };
}

function number(name: string, value: number, whole: boolean): number {
  if (!Number.isFinite(value)) throw new TypeError(`${name} takes numbers, not ${String(value)}`);
  if (whole && !Number.isInteger(value)) throw new TypeError(`${name} takes whole numbers, not ${value}: its sister for others is ${name.replace("Int", "Float")}`);
  return value;
}

const within = (value: number, { min, max }: Bounds): number => Math.min(max, Math.max(min, value));

/** Checks the numbers of a patch, and keeps the value within its bounds. */
const single = (name: string, whole: boolean) => <S extends Bounds & { value: number }>(state: S, patch: Partial<S>): Partial<S> => {
  const next = { ...state, ...patch };
  return { ...patch, value: within(number(name, next.value, whole), bounds(name, next)) };
};

const free = (name: string, whole: boolean) => <S extends { value: number }>(_: S, patch: Partial<S>): Partial<S> => {
  if (patch.value !== undefined) number(name, patch.value, whole);
  return patch;
};

/** A log slider's value lies between powers. */
const powers = (name: string) => (state: LogSlider, patch: Partial<LogSlider>): Partial<LogSlider> => {
  const next = { ...state, ...patch };
  const { min, max } = bounds(name, next);
  return { ...patch, value: within(number(name, next.value, false), { min: next.base ** min, max: next.base ** max }) };
};

const pair = (name: string, whole: boolean) => (state: Slider<NumberRange>, patch: Partial<Slider<NumberRange>>): Partial<Slider<NumberRange>> => {
  const next = { ...state, ...patch };
  const limits = bounds(name, next);
  const [low, high] = next.value;
  if (!(low <= high)) throw new RangeError(`${name}: the range's low end ${low} is above its high end ${high}`);
  return { ...patch, value: [within(number(name, low, whole), limits), within(number(name, high, whole), limits)] };
};

const slider = { ...described(), min: 0, max: 100, orientation: "horizontal", readout: true, continuous_update: true, behavior: "drag-tap", disabled: false } as const;
const whole = { ...slider, step: 1, readout_format: "d" } as const;
const real = { ...slider, step: 0.1, readout_format: ".2f" } as const;
const field = { ...described(), value: 0, disabled: false, continuous_update: false };
const bar = { ...described(), value: 0, min: 0, max: 100, bar_style: "", orientation: "horizontal" } as const;

/** A whole number between `min` and `max`. */
export const IntSlider = sort<Slider>("IntSlider", { style: "SliderStyle", state: () => ({ ...whole, value: 0 }), normalize: single("IntSlider", true) });
/** A number between `min` and `max`. */
export const FloatSlider = sort<Slider>("FloatSlider", { style: "SliderStyle", state: () => ({ ...real, value: 0 }), normalize: single("FloatSlider", false) });
/** A number between powers of `base`. */
export const FloatLogSlider = sort<LogSlider>("FloatLogSlider", { style: "SliderStyle", state: () => ({ ...real, readout_format: ".3g", min: 0, max: 4, base: 10, value: 1 }), normalize: powers("FloatLogSlider") });
/** Its value is a pair; the middle half by default. */
export const IntRangeSlider = rangeSlider("IntRangeSlider", true);
/** As IntRangeSlider, for any numbers. */
export const FloatRangeSlider = rangeSlider("FloatRangeSlider", false);

/** A whole number, typed. */
export const IntText = sort<NumberField>("IntText", { style: "DescriptionStyle", state: () => ({ ...field, step: 1 }), normalize: free("IntText", true) });
/** A number, typed. */
export const FloatText = sort<NumberField>("FloatText", { style: "DescriptionStyle", state: () => ({ ...field, step: null }), normalize: free("FloatText", false) });
/** A whole number between `min` and `max`, typed. */
export const BoundedIntText = sort<BoundedNumber>("BoundedIntText", { view: "IntTextView", style: "DescriptionStyle", state: () => ({ ...field, step: 1, min: 0, max: 100 }), normalize: single("BoundedIntText", true) });
/** A number between `min` and `max`, typed. */
export const BoundedFloatText = sort<BoundedNumber>("BoundedFloatText", { view: "FloatTextView", style: "DescriptionStyle", state: () => ({ ...field, step: null, min: 0, max: 100 }), normalize: single("BoundedFloatText", false) });

/** A bar for whole numbers. */
export const IntProgress = sort<ProgressBar>("IntProgress", { view: "ProgressView", style: "ProgressStyle", state: () => ({ ...bar }), normalize: single("IntProgress", true) });
/** A bar for any numbers. */
export const FloatProgress = sort<ProgressBar>("FloatProgress", { view: "ProgressView", style: "ProgressStyle", state: () => ({ ...bar }), normalize: single("FloatProgress", false) });

/** Counts by itself once it is started; `link` it with a slider. */
export const Play = sort<Player>("Play", {
  style: "DescriptionStyle",
  state: () => ({ ...described(), value: 0, min: 0, max: 100, step: 1, interval: 100, playing: false, repeat: false, show_repeat: true, disabled: false }),
  normalize: single("Play", true),
});

function rangeSlider(name: string, isWhole: boolean): (options?: Options<Slider<NumberRange>>) => ReturnType<typeof make> {
  const make = sort<Slider<NumberRange>>(name, { style: "SliderStyle", state: () => ({ ...(isWhole ? whole : real), value: [0, 100] }), normalize: pair(name, isWhole) });
  return function (options = {}) {
    const { min = 0, max = 100, value = quarters(min, max, isWhole) } = options;
    return make({ ...options, value });
  };
}

function quarters(min: number, max: number, isWhole: boolean): NumberRange {
  const [low, high] = [0.75 * min + 0.25 * max, 0.25 * min + 0.75 * max];
  return isWhole ? [Math.round(low), Math.round(high)] : [low, high];
}
