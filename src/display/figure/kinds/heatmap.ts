// A matrix as colours, first row on top, as it is written.
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import { rowsOf, sameLength, type Matrix } from "../matrix";
import { DIVERGING, stopsOf } from "../palette";
import type { PlotOptions, Trace } from "../trace";

/** Names, numbers and colours of a heatmap. */
export interface HeatmapOptions extends PlotOptions {
  /** Names of the rows, from the top; names may repeat. */
  rows?: readonly string[];
  /** Names of the columns, from the left. */
  columns?: readonly string[];
  /** What the colours stand for, with its unit: the colour bar's title. */
  z?: string;
  /** Writes each number into its cell, with so many decimals. */
  digits?: number;
  /** "diverging": blue below zero, red above, white at it. */
  colors?: "sequential" | "diverging";
  /** What the scale's ends stand for; the least and the greatest number by default. */
  range?: readonly [low: number, high: number];
}

/**
 * A matrix as colours, its first row on top: `plot.heatmap(rows, { rows: names, columns: names, digits: 2, title, x, y, alt })`.
 * @throws {TypeError} if rows differ in length, or names are more or fewer than rows and columns.
 */
export function heatmap(matrix: Matrix, options: HeatmapOptions): Figure {
  const rows = rowsOf(matrix, "plot.heatmap");
  return makeFigure("plot.heatmap", [heatTrace(rows, options)], withLayout({ height: heightOf(rows), ...options }, gridLayout("plot.heatmap", rows, options)));
}

/** The trace of a heatmap, also of those that are made for a purpose. */
export function heatTrace(rows: readonly number[][], { z, digits, colors = "sequential", range = span(rows, colors), name }: Omit<HeatmapOptions, "alt"> & { name?: string }): Trace {
  const look = colors === "diverging" ? { colorscale: stopsOf(DIVERGING) } : { colorscale: "Viridis" };
  const written = digits === undefined ? {} : { text: rows.map((row) => row.map((value) => value.toFixed(digits))), texttemplate: "%{text}" };
  return { type: "heatmap", z: rows, zmin: range[0], zmax: range[1], ...look, ...written, ...(name ? { name } : {}), ...(z ? { colorbar: { title: { text: z, side: "right" } } } : {}) };
}

/** Rows go downwards. Cells are placed by number and named by ticks, for an axis of names would merge those that repeat. */
export function gridLayout(who: string, rows: readonly number[][], names: { rows?: readonly string[]; columns?: readonly string[] }): Record<string, unknown> {
  if (names.rows) sameLength(who, "rows (names)", names.rows.length, rows.length);
  if (names.columns) sameLength(who, "columns (names)", names.columns.length, rows[0]?.length ?? 0);
  return { xaxis: { showgrid: false, zeroline: false, ...ticks(names.columns) }, yaxis: { showgrid: false, zeroline: false, autorange: "reversed", ...ticks(names.rows) } };
}

const ticks = (names: readonly string[] | undefined): object => (names ? { tickvals: names.map((_, index) => index), ticktext: names } : {});

export const heightOf = (rows: readonly unknown[]): number => Math.min(Math.max(320, 130 + rows.length * 28), 640);

function span(rows: readonly number[][], colors: string): readonly [number, number] {
  const all = rows.flat().filter(Number.isFinite);
  const [low, high] = all.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  if (!(low <= high)) return [0, 1];
  const reach = Math.max(Math.abs(low), Math.abs(high));
  return colors === "diverging" ? [-reach, reach] : [low, high];
}
