// The grid of numbers behind heatmaps and contours, with its colours and its colour bar's bounds.
import { colorScale } from "../figure/palette";
import type { Series } from "./series";
import { extent, listOf, numberOf, numbersOf } from "./values";

export interface Grid {
  rows: number[][];
  low: number;
  high: number;
  color(value: number): string;
}

export function gridOf(series: Series): Grid {
  const rows = listOf(series.trace.z).map(numbersOf);
  const [least, most] = extent(rows.flat()) ?? [0, 1];
  const bound = (own: unknown, found: number): number => (Number.isFinite(numberOf(own)) ? numberOf(own) : found);
  const [low, high] = [bound(series.trace.zmin, least), bound(series.trace.zmax, most)];
  const scale = colorScale(series.trace.colorscale, series.trace.reversescale === true);
  return { rows, low, high, color: (value) => scale((value - low) / (high - low || 1)) };
}
