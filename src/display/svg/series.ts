// Traces made ready to draw: visible ones only, with their colours, histograms counted into bars, missing x filled in.
import { PALETTE } from "../figure/palette";
import type { Trace } from "../figure/trace";
import { linearTicks } from "./ticks";
import { extent, listOf, numberOf, numbersOf } from "./values";

export interface Series {
  trace: Trace;
  type: string;
  color: string;
  name: string;
  x: unknown[];
  y: unknown[];
  xaxis: string;
  yaxis: string;
}

export function seriesOf(traces: readonly Trace[], colorway: unknown): Series[] {
  const colors = listOf(colorway).length ? listOf(colorway).map(String) : PALETTE;
  const all = traces.map((trace, index) => one(trace, colors[index % colors.length] ?? PALETTE[0], index));
  return all.filter(({ trace }) => trace.visible !== false && trace.visible !== "legendonly");
}

function one(trace: Trace, fallback: string, index: number): Series {
  const type = trace.type ?? "scatter";
  const marker = trace.marker?.color;
  const color = trace.line?.color ?? (typeof marker === "string" ? marker : fallback);
  const common = { trace, color, name: trace.name ?? `trace ${index + 1}`, xaxis: trace.xaxis ?? "x", yaxis: trace.yaxis ?? "y" };
  if (type === "histogram") return { ...common, ...counted(trace) };
  return { ...common, type: type === "scattergl" ? "scatter" : type, ...coordinates(trace, type) };
}

function coordinates(trace: Trace, type: string): { x: unknown[]; y: unknown[] } {
  const [x, y] = [listOf(trace.x), listOf(trace.y)];
  if (type === "heatmap" || type === "contour") {
    const rows = listOf(trace.z);
    return { x: x.length ? x : listOf(rows[0]).map((_, column) => column), y: y.length ? y : rows.map((_, row) => row) };
  }
  return { x: x.length || !y.length ? x : y.map((_, index) => index), y: y.length || !x.length ? y : x.map((_, index) => index) };
}

/** Bins of round width, about as many as Sturges' rule asks, unless `nbinsx` says how many. */
function counted(trace: Trace): { type: string; x: unknown[]; y: unknown[] } {
  const values = numbersOf(trace.x ?? trace.y).filter(Number.isFinite);
  const [low, high] = extent(values) ?? [0, 1];
  const wanted = Number(trace.nbinsx) || Math.max(5, 2 * Math.ceil(Math.log2(values.length + 1)));
  const edges = linearTicks(low, high === low ? low + 1 : high, wanted);
  const step = (edges[1] ?? 1) - (edges[0] ?? 0) || 1;
  const start = Math.floor(low / step) * step;
  const counts = Array<number>(Math.floor((high - start) / step) + 1).fill(0);
  for (const value of values) counts[Math.floor((value - start) / step)]! += 1;
  const scale = String(trace.histnorm ?? "").startsWith("probability") ? values.length * (trace.histnorm === "probability density" ? step : 1) : 1;
  return { type: "bar", x: counts.map((_, bin) => start + (bin + 0.5) * step), y: counts.map((count) => count / scale) };
}

export const isHorizontal = (series: Series): boolean => series.type === "bar" && series.trace.orientation === "h";

/** Half the distance between neighbours along a list of positions: how far a bar or a cell reaches. */
export function halfStep(values: unknown[]): number {
  const sorted = [...new Set(values.map(numberOf).filter(Number.isFinite))].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((value, index) => value - (sorted[index] ?? value));
  return gaps.length ? Math.min(...gaps) / 2 : 0.5;
}
