// Lines, markers, text, error bars, and filled areas.
import { escapeHtml } from "../escape";
import { colorScale, INK } from "../figure/palette";
import type { Axis } from "./axis";
import { fixed, paint } from "./element";
import type { Series } from "./series";
import { extent, listOf, numberOf, numbersOf } from "./values";

type Point = readonly [x: number, y: number];

export function scatter(series: Series, x: Axis, y: Axis, siblings: readonly Series[]): string {
  const mode = series.trace.mode ?? (series.x.length > 20 ? "lines" : "lines+markers");
  const points = placed(series, x, y);
  const before = siblings[siblings.indexOf(series) - 1];
  return [
    series.trace.fill && series.trace.fill !== "none" ? area(series, points, before && placed(before, x, y), y) : "",
    mode.includes("lines") ? line(series, points) : "",
    series.trace.error_y ? errorBars(series, points, y) : "",
    mode.includes("markers") ? markers(series, points) : "",
    mode.includes("text") ? texts(series, points) : "",
  ].join("");
}

const placed = (series: Series, x: Axis, y: Axis): Point[] => series.x.map((value, index) => [x.place(value), y.place(series.y[index])]);

const drawable = ([x, y]: Point): boolean => Number.isFinite(x) && Number.isFinite(y);

/** A gap in the data is a gap in the line. */
function path(points: readonly Point[], shape = "linear"): string {
  let pen = "M";
  let last = 0;
  return points.map((point) => {
    if (!drawable(point)) { pen = "M"; return ""; }
    const step = pen === "L" && shape.startsWith("hv") ? `L${fixed(point[0])},${fixed(last)}` : "";
    const text = `${step}${pen}${fixed(point[0])},${fixed(point[1])}`;
    [pen, last] = ["L", point[1]];
    return text;
  }).join("");
}

const DASHES: Record<string, string> = { dash: "8 5", dot: "2 4", dashdot: "8 4 2 4", longdash: "14 6" };

function line(series: Series, points: readonly Point[]): string {
  const { width = 2, dash = "", shape } = series.trace.line ?? {};
  if (width === 0) return "";
  const dashes = DASHES[dash] ? ` stroke-dasharray="${DASHES[dash]}"` : "";
  return `<path d="${path(points, shape)}" fill="none" stroke="${escapeHtml(series.color)}" stroke-width="${width}" stroke-linejoin="round"${dashes}/>`;
}

function area(series: Series, points: readonly Point[], before: readonly Point[] | undefined, y: Axis): string {
  const upper = points.filter(drawable);
  const zero = y.log ? y.from : y.place(0);
  const lower = series.trace.fill === "tonexty" && before ? before.filter(drawable) : upper.map(([x]): Point => [x, zero]);
  const color = series.trace.fillcolor;
  const look = color ? paint(color) : `fill="${escapeHtml(series.color)}" fill-opacity="0.25"`;
  return `<path d="${path([...upper, ...[...lower].reverse()])}Z" ${look} stroke="none"/>`;
}

function errorBars(series: Series, points: readonly Point[], y: Axis): string {
  const sizes = numbersOf(series.trace.error_y?.array);
  const bars = points.map(([x], index) => {
    const [middle, size] = [numberOf(series.y[index]), sizes[index] ?? NaN];
    const [top, bottom] = [y.place(middle + size), y.place(middle - size)];
    return [x, top, bottom].every(Number.isFinite) ? `M${fixed(x)},${fixed(top)}V${fixed(bottom)}M${fixed(x - 3)},${fixed(top)}h6M${fixed(x - 3)},${fixed(bottom)}h6` : "";
  });
  return `<path d="${bars.join("")}" stroke="${escapeHtml(series.color)}" stroke-width="1.5" fill="none"/>`;
}

function markers(series: Series, points: readonly Point[]): string {
  const { size = 6, symbol = "circle", opacity = 1 } = series.trace.marker ?? {};
  const [sizes, symbols, colors] = [listOf(size), listOf(symbol), markerColors(series)];
  const marks = points.map((point, index) => {
    if (!drawable(point)) return "";
    const radius = (Number(sizes[index] ?? size) || 6) / 2;
    return marker(String(symbols[index] ?? symbol), point, radius, escapeHtml(colors(index)));
  });
  return `<g opacity="${Number(opacity)}">${marks.join("")}</g>`;
}

/** One colour for all, one for each, or a number for each along a colour scale. */
function markerColors(series: Series): (index: number) => string {
  const colors = listOf(series.trace.marker?.color);
  if (!colors.length) return () => (typeof series.trace.marker?.color === "string" ? series.trace.marker.color : series.color);
  if (typeof colors[0] === "string") return (index) => String(colors[index] ?? series.color);
  const [low, high] = extent(numbersOf(colors)) ?? [0, 1];
  const scale = colorScale(series.trace.marker?.colorscale, series.trace.marker?.reversescale === true);
  return (index) => scale((numberOf(colors[index]) - low) / (high - low || 1));
}

/** A mark of radius `r`, by Plotly's name. */
export function marker(symbol: string, [x, y]: Point, r: number, color: string): string {
  const [cx, cy] = [fixed(x), fixed(y)];
  const look = symbol.endsWith("-open") ? `fill="none" stroke="${color}" stroke-width="1.5"` : `fill="${color}"`;
  if (symbol.startsWith("square")) return `<rect x="${fixed(x - r)}" y="${fixed(y - r)}" width="${2 * r}" height="${2 * r}" ${look}/>`;
  if (symbol.startsWith("diamond")) return `<path d="M${cx},${fixed(y - 1.3 * r)}l${1.3 * r},${1.3 * r}l${-1.3 * r},${1.3 * r}l${-1.3 * r},${-1.3 * r}Z" ${look}/>`;
  if (symbol.startsWith("cross")) return `<path d="M${fixed(x - r)},${cy}h${2 * r}M${cx},${fixed(y - r)}v${2 * r}" stroke="${color}" stroke-width="2"/>`;
  if (symbol.startsWith("x")) return `<path d="M${fixed(x - r)},${fixed(y - r)}l${2 * r},${2 * r}m0,${-2 * r}l${-2 * r},${2 * r}" stroke="${color}" stroke-width="2"/>`;
  if (symbol.startsWith("triangle")) return `<path d="M${cx},${fixed(y - 1.2 * r)}l${1.2 * r},${2 * r}h${-2.4 * r}Z" ${look}/>`;
  if (symbol.startsWith("star")) return `<text x="${cx}" y="${fixed(y + r)}" font-size="${3 * r}" text-anchor="middle" fill="${color}">★</text>`;
  return `<circle cx="${cx}" cy="${cy}" r="${r}" ${look}/>`;
}

function texts(series: Series, points: readonly Point[]): string {
  const labels = listOf(series.trace.text);
  const where = String(series.trace.textposition ?? "middle center");
  const rise = where.startsWith("top") ? -8 : where.startsWith("bottom") ? 16 : 4;
  const anchor = where.endsWith("left") ? "end" : where.endsWith("right") ? "start" : "middle";
  return points.map((point, index) => {
    const label = labels[index] ?? (typeof series.trace.text === "string" ? series.trace.text : "");
    return drawable(point) && label !== "" ? `<text x="${fixed(point[0])}" y="${fixed(point[1] + rise)}" text-anchor="${anchor}" font-size="11" fill="${INK}">${escapeHtml(String(label))}</text>` : "";
  }).join("");
}
