// How often values fall where: histograms, one or several over each other.
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import type { Values } from "../matrix";
import { colorAt } from "../palette";
import type { PlotOptions } from "../trace";

/** How values are counted. */
export interface HistogramOptions extends PlotOptions {
  /** About how many bins; by the number of values otherwise. */
  bins?: number;
  /** Areas of one instead of counts, so that samples of different sizes compare. */
  density?: boolean;
}

/**
 * Histograms on common bins: `plot.histogram(values, { title, x, y, alt })`, or several by name: `plot.histogram({ before, after }, …)`.
 * Values that are not finite are left out, and the text says how many.
 */
export function histogram(values: Values | Readonly<Record<string, Values>>, { bins = 0, density = false, ...options }: HistogramOptions): Figure {
  const named: [string | undefined, Values][] = isValues(values) ? [[undefined, values]] : Object.entries(values);
  const all = named.map(([name, list]) => ({ name, finite: Array.from(list).filter(Number.isFinite), left: list.length }));
  const { start, size, count } = binsOf(all.flatMap(({ finite }) => finite), bins);
  const x = Array.from({ length: count }, (_, bin) => start + (bin + 0.5) * size);
  const traces = all.map(({ name, finite }, index) => ({
    type: "bar", x, y: counted(finite, start, size, count).map((each) => (density ? each / (finite.length * size || 1) : each)),
    marker: { color: colorAt(index) }, opacity: all.length > 1 ? 0.6 : 0.9, ...(name ? { name } : {}),
  }));
  const left = all.reduce((sum, { finite, left: length }) => sum + length - finite.length, 0);
  return makeFigure("plot.histogram", traces, withLayout(options, { barmode: "overlay", bargap: 0 }), left ? `  ${left} not finite` : "");
}

const isValues = (values: Values | Readonly<Record<string, Values>>): values is Values => Array.isArray(values) || ArrayBuffer.isView(values);

/** Bins of round width (1, 2 or 5 times a power of ten); their number after Sturges' rule, doubled, if not given. */
function binsOf(values: readonly number[], wanted: number): { start: number; size: number; count: number } {
  const [low, high] = values.reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  if (!(low <= high)) return { start: 0, size: 1, count: 1 };
  const rough = (high - low || 1) / (wanted || Math.max(5, 2 * Math.ceil(Math.log2(values.length + 1))));
  const power = 10 ** Math.floor(Math.log10(rough));
  const size = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.75) ?? 10);
  const start = Math.floor(low / size) * size;
  return { start, size, count: Math.floor((high - start) / size) + 1 };
}

function counted(values: readonly number[], start: number, size: number, count: number): number[] {
  const counts = Array<number>(count).fill(0);
  for (const value of values) counts[Math.min(Math.floor((value - start) / size), count - 1)]! += 1;
  return counts;
}
