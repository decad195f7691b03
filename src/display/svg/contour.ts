// Contours: filled bands between round levels.
import { escapeHtml } from "../escape";
import type { Axis } from "./axis";
import { fixed } from "./element";
import { gridOf, type Grid } from "./grid";
import type { Series } from "./series";
import { linearTicks } from "./ticks";
import { numberOf, record } from "./values";

export function contour(series: Series, x: Axis, y: Axis): string {
  const grid = gridOf(series);
  const height = grid.rows.length;
  const width = grid.rows[0]?.length ?? 0;
  if (width < 2 || height < 2) return "";
  const options = record(series.trace.contours);
  const [across, down] = [interpolated(series.x.map(x.place)), interpolated(series.y.map(y.place))];
  // d3's grid points are the centres of its cells.
  const path = (ring: number[][]): string => `M${ring.map(([column = 0, row = 0]) => `${fixed(across(column - 0.5))},${fixed(down(row - 0.5))}`).join("L")}Z`;
  const { contours }: typeof import("d3-contour", { with: { "resolution-mode": "import" } }) = require("d3-contour"); // only figures with contours pay for it
  const bands = contours().size([width, height]).thresholds(levels(grid, options))(grid.rows.flat());
  return bands.map(({ value, coordinates }) => {
    const d = coordinates.map((polygon) => polygon.map(path).join("")).join("");
    return `<path d="${d}" ${look(series, grid, value, options)}/>`;
  }).join("");
}

function levels(grid: Grid, options: Record<string, unknown>): number[] {
  const [start, end, size] = [options.start, options.end, options.size].map(numberOf);
  if (start !== undefined && end !== undefined && size !== undefined && size > 0 && end >= start)
    return Array.from({ length: Math.min(Math.floor((end - start) / size + 1e-9) + 1, 200) }, (_, index) => start + index * size);
  return [grid.low, ...linearTicks(grid.low, grid.high, 15)];
}

function look(series: Series, grid: Grid, value: number, options: Record<string, unknown>): string {
  const color = escapeHtml(series.trace.line?.color ?? grid.color(value));
  if (options.coloring === "lines" || options.coloring === "none") return `fill="none" stroke="${color}" stroke-width="${series.trace.line?.width ?? 1.5}"`;
  return `fill="${grid.color(value)}" stroke="rgba(0,0,0,0.25)" stroke-width="0.5"`;
}

/** Pixels at fractional indices, held at the ends. */
function interpolated(places: readonly number[]): (index: number) => number {
  return (index) => {
    const at = Math.min(Math.max(index, 0), places.length - 1);
    const [low, high] = [places[Math.floor(at)] ?? 0, places[Math.ceil(at)] ?? 0];
    return low + (high - low) * (at % 1);
  };
}
