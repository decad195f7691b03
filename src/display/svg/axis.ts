// An axis: from the data of its traces and its layout to positions in pixels.
import { dateLabel, linearTicks, logTicks, tickLabel } from "./ticks";
import { extent, isDate, listOf, numberOf, numbersOf, record, textOf } from "./values";

export interface Tick {
  at: number;
  label: string;
}

export interface Axis {
  /** "x", "y", "x2", … */
  id: string;
  title: string;
  /** The pixels of its beginning and end. */
  from: number;
  to: number;
  ticks: Tick[];
  /** The pixel of a data value; NaN if it has none (zero on a logarithmic axis). */
  place(value: unknown): number;
  /** The number that the axis counts a value by: a category's index, a date's milliseconds. */
  count(value: unknown): number;
  log: boolean;
  /** "right" and "top" for second axes. */
  side: string;
  /** The numbers at its two ends. */
  range: readonly [number, number];
}

export interface AxisData {
  /** The coordinates along this axis, trace by trace. */
  values: unknown[];
  /** Numbers that must be in view besides (zero for bars). */
  also: number[];
  /** The share of the span left free at each end. */
  padding: number;
}

export function makeAxis(id: string, layout: unknown, data: AxisData, from: number, to: number): Axis {
  const options = record(layout);
  const categories = categoriesOf(options, data.values);
  const count = (value: unknown): number => (categories ? categories.indexOf(String(value)) : numberOf(value));
  const log = options.type === "log";
  const range = rangeOf(options, categories ? [-0.5, categories.length - 0.5] : dataRange(data, log), log);
  const scale = log ? Math.log10 : (value: number): number => value;
  const [low, high] = [scale(range[0]), scale(range[1])];
  const place = (value: unknown): number => from + ((scale(count(value)) - low) / (high - low || 1)) * (to - from);
  const axis = { id, title: textOf(options.title), from, to, place, count, log, side: String(options.side ?? ""), range };
  const labels = categories ? categoryTicks(categories) : numberTicks(options, range, log, Math.abs(to - from), data.values.some(isDate));
  const ticks = labels.map(([value, label]) => ({ at: place(value), label })).filter(({ at }) => Number.isFinite(at));
  return { ...axis, ticks };
}

/** About how wide a label is drawn, in pixels. */
export const labelPixels = (label: string): number => [...label].reduce((sum, character) => sum + (character > "\u2e7f" ? 12 : 6.5), 0);

/** The labels' angle below an axis: they slant where they would not fit side by side. */
export const labelAngle = ({ ticks, from, to }: Axis): number => (ticks.reduce((sum, { label }) => sum + labelPixels(label) + 8, 0) > to - from ? -35 : 0);

/** The pixels from an axis to the foot of the labels below it. */
export function labelDepth(axis: Axis): number {
  const longest = Math.max(0, ...axis.ticks.map(({ label }) => labelPixels(label)));
  return 20 + longest * Math.sin((-labelAngle(axis) * Math.PI) / 180);
}

/** Text that is neither number nor date makes an axis of categories, in order of appearance. */
function categoriesOf(options: Record<string, unknown>, values: unknown[]): string[] | undefined {
  const isText = (value: unknown): boolean => typeof value === "string" && !Number.isFinite(numberOf(value));
  if (options.type !== "category" && !values.some(isText)) return undefined;
  return [...new Set([...listOf(options.categoryarray), ...values].map(String))];
}

function dataRange({ values, also, padding }: AxisData, log: boolean): [number, number] {
  const numbers = [...numbersOf(values), ...also].filter((value) => !log || value > 0);
  const [low, high] = extent(numbers) ?? [log ? 1 : 0, log ? 10 : 1];
  if (low === high) return log ? [low / 10, high * 10] : [low - (Math.abs(low) || 1) / 2, high + (Math.abs(high) || 1) / 2];
  if (log) return [low / (high / low) ** padding, high * (high / low) ** padding];
  const free = (high - low) * padding;
  return [also.includes(low) ? low : low - free, also.includes(high) ? high : high + free];
}

/** An explicit range; Plotly gives a logarithmic one by its exponents. */
function rangeOf(options: Record<string, unknown>, data: [number, number], log: boolean): [number, number] {
  const own = numbersOf(options.range);
  const bounded = data.map((bound, index) => { const end = own[index]; return end === undefined || Number.isNaN(end) ? bound : log ? 10 ** end : end; });
  const [low = 0, high = 1] = bounded;
  const toZero = options.rangemode === "tozero" && !log ? [Math.min(low, 0), Math.max(high, 0)] as const : [low, high] as const;
  return options.autorange === "reversed" ? [toZero[1], toZero[0]] : [toZero[0], toZero[1]];
}

function categoryTicks(categories: readonly string[]): [string, string][] {
  return categories.map((category) => [category, category]);
}

function numberTicks(options: Record<string, unknown>, range: readonly [number, number], log: boolean, pixels: number, dates: boolean): [number, string][] {
  const [low, high] = range[0] < range[1] ? range : [range[1], range[0]];
  const own = listOf(options.tickvals);
  if (own.length) return own.map((value, index) => [numberOf(value), String(listOf(options.ticktext)[index] ?? value)]);
  const values = (log ? logTicks : linearTicks)(low, high, Math.max(2, Math.floor(pixels / 70)));
  const percent = typeof options.tickformat === "string" && options.tickformat.endsWith("%");
  return values.map((value) => [value, dates ? dateLabel(value, high - low) : percent ? `${Number((100 * value).toPrecision(6))}%` : tickLabel(value)]);
}
