// Points in the plane or in space, by group, with their names.
import { makeFigure, withLayout } from "../make";
import type { Figure } from "../figure";
import { rowsOf, sameLength, type Matrix } from "../matrix";
import { colorAt, PALETTE } from "../palette";
import type { PlotOptions, Trace } from "../trace";

/** Names and groups of the points. */
export interface EmbeddingOptions extends PlotOptions {
  /** A name for each point: written beside it where they are few, else shown when pointed at. */
  labels?: ArrayLike<string>;
  /** A group for each point: its colour and its mark. */
  groups?: ArrayLike<string | number>;
  /** The third axis's title. */
  z?: string;
}

/** Marks that Plotly has in the plane and in space. With the colours' seven they tell 49 groups apart. */
const SYMBOLS = ["circle", "square", "diamond", "cross", "x", "circle-open", "diamond-open"] as const;
const WRITTEN = 60;

/**
 * Points of two or three coordinates (`[[x, y], …]`, or flat with a shape), coloured by group: `plot.embedding(points, { labels: words, groups, title, x, y, alt })`.
 * Three coordinates make a figure that turns; its picture shows it from one side.
 * @throws {TypeError} if points have neither two nor three coordinates, or lists differ in length.
 */
export function embedding(points: Matrix, { labels, groups, z, ...options }: EmbeddingOptions): Figure {
  const rows = rowsOf(points, "plot.embedding");
  const size = rows[0]?.length ?? 2;
  if (size !== 2 && size !== 3) throw new TypeError(`plot.embedding: points have ${size} coordinates; give two or three (bring them down first, by PCA say).`);
  if (labels) sameLength("plot.embedding", "labels", labels.length, rows.length);
  if (groups) sameLength("plot.embedding", "groups", groups.length, rows.length);
  const names = groups ? [...new Set(Array.from(groups))] : [undefined];
  const traces = names.map((name, index) => groupTrace(rows, { labels, members: membersOf(rows, groups, name), name, index, deep: size === 3 }));
  return makeFigure("plot.embedding", traces, size === 3 ? inSpace(options, z) : withLayout({ height: 520, ...options }, { yaxis: { scaleanchor: "x" } }));
}

const membersOf = (rows: readonly unknown[], groups: ArrayLike<string | number> | undefined, name: string | number | undefined): number[] =>
  [...rows.keys()].filter((index) => !groups || groups[index] === name);

interface Group {
  labels: ArrayLike<string> | undefined;
  members: readonly number[];
  name: string | number | undefined;
  index: number;
  deep: boolean;
}

function groupTrace(rows: readonly number[][], { labels, members, name, index, deep }: Group): Trace {
  const along = (axis: number): number[] => members.map((member) => rows[member]?.[axis] ?? NaN);
  const text = labels && members.map((member) => labels[member] ?? "");
  const written = text && rows.length <= WRITTEN;
  const symbol = SYMBOLS[(index + Math.floor(index / PALETTE.length)) % SYMBOLS.length];
  return {
    type: deep ? "scatter3d" : "scatter", x: along(0), y: along(1), ...(deep ? { z: along(2) } : {}),
    mode: written ? "markers+text" : "markers", marker: { color: colorAt(index), symbol, size: deep ? 5 : 8 },
    ...(text ? { text, hoverinfo: "text", textposition: "top center" } : {}), ...(name === undefined ? {} : { name: String(name) }),
  };
}

/** Plotly keeps the axes of space in a scene. */
function inSpace({ x, y, ...options }: PlotOptions, z: string | undefined): PlotOptions {
  const axis = (title: string | undefined): object => ({ title: { text: title ?? "" }, backgroundcolor: "rgba(0,0,0,0)", gridcolor: "rgba(128,128,128,0.4)", zerolinecolor: "rgba(128,128,128,0.6)" });
  return withLayout({ height: 560, ...options }, { scene: { xaxis: axis(x), yaxis: axis(y), zaxis: axis(z), aspectmode: "cube" }, margin: { l: 8, r: 8, b: 8 } });
}
