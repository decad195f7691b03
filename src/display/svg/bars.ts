// Bars: upright or lying, side by side, stacked, or over one another.
import { escapeHtml } from "../escape";
import type { Axis } from "./axis";
import { INK } from "../figure/palette";
import { fixed, rect } from "./element";
import { halfStep, isHorizontal, type Series } from "./series";
import { listOf, numberOf, numbersOf, record } from "./values";

/** The share of a bar's place that is left free, as Plotly has it. */
const GAP = 0.2;

export function bars(series: Series, x: Axis, y: Axis, siblings: readonly Series[], layout: Record<string, unknown>): string {
  const lying = isHorizontal(series);
  const [along, up] = lying ? [y, x] : [x, y];
  const [keys, values] = lying ? [series.y, series.x] : [series.x, series.y];
  const lane = laneOf(series, siblings, String(layout.barmode ?? "group"));
  const half = halfStep(keys.map(along.count)) * (series.trace.type === "histogram" ? 1 : 1 - Number(layout.bargap ?? GAP));
  const colors = listOf(series.trace.marker?.color);
  const errors = numbersOf(record(lying ? series.trace.error_x : series.trace.error_y).array);
  return keys.map((key, index) => {
    const base = lane.stacked ? below(series, siblings, index, lying) : 0;
    const [start, end] = [up.log ? up.from : up.place(base), up.place(base + numberOf(values[index]))];
    const middle = along.count(key);
    const [low, high] = [middle - half + 2 * half * lane.from, middle - half + 2 * half * lane.to].map((count) => placeCount(along, count));
    if (low === undefined || high === undefined || ![start, end, low, high].every(Number.isFinite)) return "";
    const look = `fill="${escapeHtml(String(colors[index] ?? series.color))}" fill-opacity="${series.trace.opacity ?? 0.9}"`;
    const bar = lying ? rect(start, low, end - start, high - low, look) : rect(low, start, high - low, end - start, look);
    return bar + (errors[index] ? whisker((low + high) / 2, up, numberOf(values[index]), errors[index], lying) : "");
  }).join("");
}

/** Categories are placed by name, but bars have edges between categories. */
function placeCount(axis: Axis, count: number): number {
  const [low, high] = axis.log ? axis.range.map(Math.log10) : axis.range;
  const value = axis.log ? Math.log10(count) : count;
  return axis.from + ((value - (low ?? 0)) / ((high ?? 1) - (low ?? 0))) * (axis.to - axis.from);
}

function laneOf(series: Series, siblings: readonly Series[], mode: string): { from: number; to: number; stacked: boolean } {
  if (mode !== "group") return { from: 0, to: 1, stacked: mode === "stack" || mode === "relative" };
  const index = siblings.indexOf(series);
  return { from: index / siblings.length, to: (index + 1) / siblings.length, stacked: false };
}

function below(series: Series, siblings: readonly Series[], index: number, lying: boolean): number {
  const earlier = siblings.slice(0, siblings.indexOf(series));
  return earlier.reduce((sum, other) => sum + (numberOf((lying ? other.x : other.y)[index]) || 0), 0);
}

function whisker(at: number, up: Axis, value: number, size: number, lying: boolean): string {
  const [far, near] = [up.place(value + size), up.place(value - size)].map(fixed);
  const d = lying ? `M${near},${fixed(at)}H${far}M${near},${fixed(at - 3)}v6M${far},${fixed(at - 3)}v6` : `M${fixed(at)},${far}V${near}M${fixed(at - 3)},${far}h6M${fixed(at - 3)},${near}h6`;
  return `<path d="${d}" stroke="${INK}" stroke-width="1.5" fill="none"/>`;
}
