// Bars for named things, one series or several side by side.
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import { sameLength, type Values } from "../matrix";
import { colorAt } from "../palette";
import type { PlotOptions, Trace } from "../trace";

/** How bars stand. */
export interface BarsOptions extends PlotOptions {
  /** On top of one another instead of side by side. */
  stacked?: boolean;
  /** Bars lie, and long names have room; the first is on top. */
  lying?: boolean;
  /** How far the value may be off to both sides: by series where there are several. */
  spread?: Values | Readonly<Record<string, Values>>;
}

/**
 * A bar for each name: `plot.bars(names, values, { title, x, y, alt })`, or several series: `plot.bars(names, { train, test }, …)`.
 * @throws {TypeError} if names and values differ in number.
 */
export function bars(names: ArrayLike<string | number>, values: Values | Readonly<Record<string, Values>>, { stacked = false, lying = false, spread, ...options }: BarsOptions): Figure {
  const traces = series(values).map(([name, heights], index) => {
    sameLength("plot.bars", name ?? "values", heights.length, names.length);
    const [along, up] = [Array.from(names, String), Array.from(heights)];
    const error = spreadOf(spread, name);
    const place = lying ? { x: up, y: along, orientation: "h" as const } : { x: along, y: up };
    const bar: Trace = { type: "bar", ...place, marker: { color: colorAt(index) }, ...(name ? { name } : {}) };
    return error ? { ...bar, [lying ? "error_x" : "error_y"]: { type: "data", array: Array.from(error) } } : bar;
  });
  const axis = { type: "category", ...(lying ? { autorange: "reversed" } : {}) };
  return makeFigure("plot.bars", traces, withLayout(options, { barmode: stacked ? "stack" : "group", [lying ? "yaxis" : "xaxis"]: axis }));
}

const isValues = (values: Values | Readonly<Record<string, Values>>): values is Values => Array.isArray(values) || ArrayBuffer.isView(values);

const series = (values: Values | Readonly<Record<string, Values>>): [string | undefined, Values][] => (isValues(values) ? [[undefined, values]] : Object.entries(values));

function spreadOf(spread: BarsOptions["spread"], name: string | undefined): Values | undefined {
  if (!spread) return undefined;
  return isValues(spread) ? spread : spread[name ?? ""];
}
