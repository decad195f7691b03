// Heatmaps: one rectangle a cell.
import { escapeHtml } from "../escape";
import type { Axis } from "./axis";
import { fixed, rect } from "./element";
import { gridOf } from "./grid";
import type { Series } from "./series";
import { listOf } from "./values";

export function heatmap(series: Series, x: Axis, y: Axis): string {
  const grid = gridOf(series);
  const [columns, rows] = [edges(series.x.map(x.place)), edges(series.y.map(y.place))];
  const cells = grid.rows.flatMap((row, r) => row.map((value, c) => {
    const [left, right, top, bottom] = [columns[c], columns[c + 1], rows[r], rows[r + 1]];
    if (left === undefined || right === undefined || top === undefined || bottom === undefined || !Number.isFinite(value)) return "";
    return rect(left, top, right - left, bottom - top, `fill="${grid.color(value)}"`) + label(series, r, c, (left + right) / 2, (top + bottom) / 2, grid.color(value));
  }));
  return `<g shape-rendering="crispEdges">${cells.join("")}</g>`;
}

/** Borders half-way between centres. */
function edges(centres: readonly number[]): number[] {
  const middles = centres.slice(1).map((centre, index) => (centre + (centres[index] ?? centre)) / 2);
  const [first = 0, second = first + 20] = centres;
  const last = centres.at(-1) ?? first;
  const before = centres.at(-2) ?? last - (second - first);
  return [first - (second - first) / 2, ...middles, last + (last - before) / 2];
}

/** `text[row][column]`, where the trace asks for it in the cells (`texttemplate`). */
function label(series: Series, row: number, column: number, x: number, y: number, ground: string): string {
  const template = series.trace.texttemplate;
  if (typeof template !== "string") return "";
  const source = template.includes("%{z") ? listOf(listOf(series.trace.z)[row])[column] : listOf(listOf(series.trace.text)[row])[column];
  if (source === undefined || source === null) return "";
  const text = typeof source === "number" && !Number.isInteger(source) ? source.toPrecision(3) : String(source);
  return `<text x="${fixed(x)}" y="${fixed(y + 4)}" text-anchor="middle" font-size="11" fill="${isDark(ground) ? "#fff" : "#000"}">${escapeHtml(text)}</text>`;
}

function isDark(color: string): boolean {
  const [r = 0, g = 0, b = 0] = (color.match(/\d+/g) ?? []).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b < 140;
}
