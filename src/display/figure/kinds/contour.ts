// A function of two numbers as contours, and paths that walk over it.
import type { Figure } from "../figure";
import { makeFigure } from "../make";
import { rowsOf, sameLength, type Matrix, type Values } from "../matrix";
import { colorAt } from "../palette";
import type { PlotOptions, Trace } from "../trace";

/** A function of two numbers on a grid. */
export interface Surface {
  /** The grid's coordinates. */
  x: Values;
  /** As `x`, upwards. */
  y: Values;
  /** Heights: `z[row][column]` at `y[row]`, `x[column]`, or the function that gives them. */
  z: Matrix | ((x: number, y: number) => number);
}

/** Where something walked. */
export interface Path {
  /** In the legend. */
  name?: string;
  /** Where it goes: `[x, y]` after `[x, y]`. */
  points: Matrix;
}

/** What goes over the contours. */
export interface ContourOptions extends PlotOptions {
  /** An optimiser's steps, say; each has a ring where it begins. */
  paths?: readonly Path[];
  /** What the heights are, with their unit: the colour bar's title. */
  z?: string;
}

/**
 * Contours of a surface with paths over them: `plot.contour({ x: range, y: range, z: (a, b) => loss(a, b) }, { paths: [{ name: "Adam", points }], title, x, y, z, alt })`.
 * The view stays on the grid when a path leaves it.
 * @throws {TypeError} if the grid and its heights, or a point and the plane, do not fit.
 */
export function contour(surface: Surface, { paths = [], z, ...options }: ContourOptions): Figure {
  const [x, y] = [Array.from(surface.x), Array.from(surface.y)];
  const ground: Trace = { type: "contour", x, y, z: heights(surface, x, y), colorscale: "Viridis", name: z ?? "z", ...(z ? { colorbar: { title: { text: z, side: "right" } } } : {}) };
  const layout = { xaxis: { range: ends(x) }, yaxis: { range: ends(y) }, ...options.layout, legend: { orientation: "h", y: -0.2, ...Object(options.layout?.legend) } };
  return makeFigure("plot.contour", [ground, ...paths.flatMap(walked)], { height: 480, ...options, layout });
}

function heights({ z }: Surface, x: readonly number[], y: readonly number[]): number[][] {
  if (typeof z === "function") return y.map((b) => x.map((a) => z(a, b)));
  const rows = rowsOf(z, "plot.contour");
  sameLength("plot.contour", "z (rows along y)", rows.length, y.length);
  sameLength("plot.contour", "a row of z (along x)", rows[0]?.length ?? 0, x.length);
  return rows;
}

const ends = (values: readonly number[]): [number, number] => [Math.min(...values), Math.max(...values)];

/** A white rim keeps the path apart from the colours below. */
function walked({ name, points }: Path, index: number): Trace[] {
  const rows = rowsOf(points, "plot.contour (path)");
  sameLength("plot.contour (path)", "a point", rows[0]?.length ?? 2, 2);
  const [x, y] = [rows.map(([a = NaN]) => a), rows.map(([, b = NaN]) => b)];
  const color = colorAt(index);
  const symbol = x.map((_, at) => (at === 0 ? "circle-open" : "circle"));
  const size = x.map((_, at) => (at === 0 ? 10 : 5));
  const rim: Trace = { x, y, mode: "lines", line: { color: "#ffffff", width: 5 }, showlegend: false, hoverinfo: "skip", name: `${name ?? "path"} (rim)` };
  return [rim, { x, y, mode: "lines+markers", line: { color, width: 2.5 }, marker: { color, size, symbol }, name: name ?? `path ${index + 1}` }];
}
