// Curves with bands: a mean and its interval, one run or several.
import type { Figure } from "../figure";
import { makeFigure } from "../make";
import { sameLength, type Values } from "../matrix";
import { colorAt, faded } from "../palette";
import type { PlotOptions, Trace } from "../trace";

/** One line, with its band if it has one. */
export interface Curve {
  /** In the legend. */
  name?: string;
  /** One a point; 0, 1, 2, … by default. */
  x?: Trace["x"];
  /** The curve itself, unless `runs` are given. */
  y?: Values;
  /** The band reaches this far to both sides of the curve: one number for all points, or one a point. */
  spread?: number | Values;
  /** The band's edges, where they are not alike on both sides. */
  low?: Values;
  /** As `low`: the upper edge. */
  high?: Values;
  /** The same curve measured several times: drawn as the mean, with a band of one standard deviation (of a sample, n − 1) to both sides. */
  runs?: ArrayLike<Values>;
  /** Solid by default. */
  dash?: "solid" | "dash" | "dot" | "dashdot";
}

interface Drawn {
  y: number[];
  low?: number[];
  high?: number[];
}

/**
 * Lines, each with a band if it has one: `plot.curves([{ name: "test", y: means, spread: errors }], { title, x, y, alt })`,
 * or by their names alone: `plot.curves({ train, test }, …)`.
 * @throws {TypeError} if a curve has no numbers, or lists differ in length.
 */
export function curves(all: readonly Curve[] | Readonly<Record<string, Values>>, options: PlotOptions): Figure {
  const listed: readonly Curve[] = isList(all) ? all : Object.entries(all).map(([name, y]) => ({ name, y }));
  return makeFigure("plot.curves", listed.flatMap(tracesOf), options);
}

const isList = (all: readonly Curve[] | Readonly<Record<string, Values>>): all is readonly Curve[] => Array.isArray(all);

/** Plotly fills a band from one edge to the trace before it, so the edges stand before the line, out of the legend. */
function tracesOf(curve: Curve, index: number): Trace[] {
  const { y, low, high } = drawnOf(curve);
  const color = colorAt(index);
  const x = curve.x ?? y.map((_, at) => at);
  sameLength(`plot.curves (${curve.name ?? index})`, "x", x.length, y.length);
  const group = { x, legendgroup: `curve ${index}`, mode: "lines" };
  const edge = { ...group, line: { width: 0, color }, showlegend: false, hoverinfo: "skip", ...(curve.name ? { name: curve.name } : {}) };
  const band = low && high ? [{ ...edge, y: low }, { ...edge, y: high, fill: "tonexty", fillcolor: faded(color, 0.25) }] : [];
  return [...band, { ...group, y, line: { color, ...(curve.dash ? { dash: curve.dash } : {}) }, ...(curve.name ? { name: curve.name } : {}) }];
}

function drawnOf(curve: Curve): Drawn {
  if (curve.runs) return meanOf(curve.runs, curve.name);
  if (!curve.y) throw new TypeError(`plot.curves: curve ${curve.name ?? ""} has neither y nor runs.`);
  const y = Array.from(curve.y);
  const { low, high, spread } = curve;
  if (low && high) {
    for (const [name, edge] of [["low", low], ["high", high]] as const) sameLength("plot.curves", name, edge.length, y.length);
    return { y, low: Array.from(low), high: Array.from(high) };
  }
  if (spread === undefined) return { y };
  if (typeof spread !== "number") sameLength("plot.curves", "spread", spread.length, y.length);
  return around(y, (at) => (typeof spread === "number" ? spread : spread[at] ?? NaN));
}

const around = (y: number[], size: (at: number) => number): Drawn => ({ y, low: y.map((value, at) => value - size(at)), high: y.map((value, at) => value + size(at)) });

function meanOf(runs: ArrayLike<Values>, name = "runs"): Drawn {
  const all = Array.from(runs, (run) => Array.from(run));
  const [first = []] = all;
  for (const run of all) sameLength(`plot.curves (${name})`, "a run", run.length, first.length);
  const column = (at: number): number[] => all.map((run) => run[at] ?? NaN);
  const y = first.map((_, at) => mean(column(at)));
  if (all.length < 2) return { y };
  return around(y, (at) => Math.sqrt(column(at).reduce((sum, value) => sum + (value - (y[at] ?? NaN)) ** 2, 0) / (all.length - 1)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
