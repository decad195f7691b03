// Bars: upright or lying, side by side, stacked, or over one another.
import { escapeHtml } from "../escape";
import type { Axis } from "./axis";
import { rect } from "./element";
import { halfStep, isHorizontal, type Series } from "./series";
import { listOf, numberOf, numbersOf } from "./values";

const FILLED = 0.8;

export function bars(series: Series, x: Axis, y: Axis, siblings: readonly Series[], layout: Record<string, unknown>): string {
  const lying = isHorizontal(series);
  const [along, up] = lying ? [y, x] : [x, y];
  const [keys, values] = lying ? [series.y, series.x] : [series.x, series.y];
  const lane = laneOf(series, siblings, String(layout.barmode ?? "group"));
  const half = halfStep(keys.map(along.count)) * (series.trace.type === "histogram" ? 1 : FILLED);
  const colors = listOf(series.trace.marker?.color);
  const errors = numbersOf(series.trace.error_y?.array);
  return keys.map((key, index) => {
    const base = lane.stacked ? below(series, siblings, index, lying) : 0;
    const [start, end] = [up.log ? up.from : up.place(base), up.place(base + numberOf(values[index]))];
    const middle = along.count(key);
    const [low, high] = [middle - half + 2 * half * lane.from, middle - half + 2 * half * lane.to].map((count) => placeCount(along, count));
    if (low === undefined || high === undefined || ![start, end, low, high].every(Number.isFinite)) return "";
    const look = `fill="${escapeHtml(String(colors[index] ?? series.color))}" fill-opacity="${series.trace.opacity ?? 0.9}"`;
    const bar = lying ? rect(start, low, end - start, high - low, look) : rect(low, start, high - low, end - start, look);
    return bar + (errors[index] && !lying ? whisker((low + high) / 2, up, numberOf(values[index]), errors[index]) : "");
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

function whisker(x: number, up: Axis, value: number, size: number): string {
  const [top, bottom] = [up.place(value + size), up.place(value - size)];
  return `<path d="M${x},${top}V${bottom}M${x - 3},${top}h6M${x - 3},${bottom}h6" stroke="#767676" stroke-width="1.5" fill="none"/>`;
}
