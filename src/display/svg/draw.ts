// Draws a figure as SVG: axes and grid, marks, legend, overlay; needs no browser.
import { createHash } from "node:crypto";
import { escapeHtml } from "../escape";
import { GRID, INK } from "../figure/palette";
import type { Trace } from "../figure/trace";
import { labelAngle, labelDepth, makeAxis, type Axis, type AxisData } from "./axis";
import { fixed } from "./element";
import { deepened, equalised, frameOf, labelWidth, type Frame } from "./frame";
import { coloredSeries, colorBar, colorBarWidth, legend, legendEntries, legendWidth } from "./legend";
import { MARKS } from "./marks";
import { overlay } from "./overlay";
import { flattened } from "./scene";
import { halfStep, isHorizontal, seriesOf, type Series } from "./series";
import { THEME } from "./theme";
import { numbersOf, numberOf, record, textOf } from "./values";

type Layout = Record<string, unknown>;

/** Stands in clips' ids until the figure is drawn; no data can hold it, since text is escaped. */
const CLIP = "<clip>";

export function drawSvg(given: readonly Trace[], scene: Layout, alt: string): string {
  const { traces, layout } = flattened(given, scene);
  const series = seriesOf(traces, layout.colorway);
  const drawable = series.filter(({ type }) => type in MARKS);
  const entries = legendEntries(drawable, layout);
  const colored = coloredSeries(drawable);
  const second = drawable.some(({ yaxis }) => record(layout[yaxis.replace("y", "yaxis")]).side === "right") ? 60 : 0;
  const bar = colored ? colorBarWidth(colored) : 0;
  const bare = frameOf(layout, second + bar + legendWidth(entries), labelWidth(drawable, layout));
  const first = axesOf(drawable, layout, bare);
  const whole = deepened(bare, first);
  const frame = record(layout.yaxis).scaleanchor === "x" ? equalised(whole, axesOf(drawable, layout, whole)) : whole;
  const axes = frame === bare ? first : axesOf(drawable, layout, frame);
  const body = [
    [...axes.values()].map((axis) => axisSvg(axis, axes, layout)).join(""),
    drawable.map((one, index) => mark(one, index, drawable, axes, layout)).join(""),
    overlay(layout, axes),
    title(layout, frame),
    legend(entries, frame.right + 12 + second + bar, frame.top + 8),
    colored ? colorBar(colored, frame.right + 12, frame.top, frame.bottom - frame.top) : "",
    undrawn(series, drawable, frame),
  ];
  const { width, height } = frame;
  const drawn = body.join("");
  const clip = `clip-${createHash("sha256").update(drawn).digest("hex").slice(0, 8)}`; // two figures' ids on one page must differ
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(alt)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif"><title>${escapeHtml(alt)}</title>${THEME}${drawn.replaceAll(CLIP, clip)}</svg>`;
}

function axesOf(series: readonly Series[], layout: Layout, frame: Frame): Map<string, Axis> {
  const names = new Set(["x", "y", ...series.flatMap((one) => [one.xaxis, one.yaxis])]);
  return new Map([...names].map((name) => {
    const options = record(layout[name.replace(/^([xy])/, "$1axis")]);
    const [low = 0, high = 1] = numbersOf(options.domain ?? record(layout[String(options.overlaying ?? "").replace(/^([xy])/, "$1axis")]).domain);
    const [from, to] = name.startsWith("x") ? [frame.left, frame.right] : [frame.bottom, frame.top];
    return [name, makeAxis(name, options, axisData(name, series, ["stack", "relative"].includes(String(layout.barmode))), from + low * (to - from), from + high * (to - from))];
  }));
}

function axisData(name: string, all: readonly Series[], stacked: boolean): AxisData {
  const upright = name.startsWith("x");
  const series = all.filter((one) => (upright ? one.xaxis : one.yaxis) === name);
  const values = series.flatMap((one) => (upright ? one.x : one.y));
  const also = series.flatMap((one) => reach(one, upright, stacked ? all : []));
  const padded = series.some(({ type, trace }) => type === "scatter" && (!upright || (trace.mode ?? "").includes("markers"))) || (series.some(({ type }) => type === "bar") && !upright);
  return { values, also, padding: padded ? 0.05 : 0 };
}

/** What a series takes beyond its points: bars' widths, their base and stack, cells' halves, error bars, fills to zero. */
function reach(one: Series, upright: boolean, all: readonly Series[]): number[] {
  const values = upright ? one.x : one.y;
  if (one.type === "bar" && upright === isHorizontal(one)) return [0, ...stackTops(one, all, upright), ...errorEnds(one, values, upright)];
  if (one.type === "bar" || one.type === "heatmap") return widened(values, halfStep(values));
  const errors = upright ? [] : errorEnds(one, values, upright);
  return one.trace.fill === "tozeroy" && !upright ? [0, ...errors] : errors;
}

function errorEnds(one: Series, values: unknown[], upright: boolean): number[] {
  return numbersOf(record(upright ? one.trace.error_x : one.trace.error_y).array).flatMap((size, index) => [numberOf(values[index]) + size, numberOf(values[index]) - size]);
}

function widened(values: unknown[], half: number): number[] {
  const numbers = values.map(numberOf).filter(Number.isFinite);
  return numbers.length ? [Math.min(...numbers) - half, Math.max(...numbers) + half] : [];
}

function stackTops(one: Series, all: readonly Series[], upright: boolean): number[] {
  const stack = all.filter((other) => other.type === "bar" && other.xaxis === one.xaxis && other.yaxis === one.yaxis);
  if (stack[0] !== one) return [];
  return (upright ? one.x : one.y).map((_, index) => stack.reduce((sum, other) => sum + (numberOf((upright ? other.x : other.y)[index]) || 0), 0));
}

function mark(one: Series, index: number, all: readonly Series[], axes: Map<string, Axis>, layout: Layout): string {
  const [x, y] = [axes.get(one.xaxis), axes.get(one.yaxis)];
  const draw = MARKS[one.type];
  if (!x || !y || !draw) return "";
  const siblings = all.filter((other) => other.type === one.type && other.xaxis === one.xaxis && other.yaxis === one.yaxis);
  const clip = `${CLIP}-${x.id}-${y.id}-${index}`;
  const box = `<clipPath id="${clip}"><rect x="${fixed(x.from - 4)}" y="${fixed(y.to - 4)}" width="${fixed(x.to - x.from + 8)}" height="${fixed(y.from - y.to + 8)}"/></clipPath>`;
  const opacity = one.trace.opacity !== undefined && one.type !== "bar" ? ` opacity="${one.trace.opacity}"` : "";
  return `${box}<g clip-path="url(#${clip})"${opacity}>${draw(one, x, y, siblings, layout)}</g>`;
}

function axisSvg(axis: Axis, axes: Map<string, Axis>, layout: Layout): string {
  const options = record(layout[axis.id.replace(/^([xy])/, "$1axis")]);
  if (options.visible === false) return "";
  const upright = axis.id.startsWith("x");
  const other = axes.get(String(options.anchor ?? axis.id.replace(/^[xy]/, (letter) => (letter === "x" ? "y" : "x")))) ?? axes.get(upright ? "y" : "x");
  if (!other) return "";
  const far = axis.side === "right" || axis.side === "top";
  const lines = options.overlaying || options.showgrid === false ? "" : axis.ticks.map(({ at }) => (upright ? `M${fixed(at)},${fixed(other.from)}V${fixed(other.to)}` : `M${fixed(other.from)},${fixed(at)}H${fixed(other.to)}`)).join("");
  return `<path d="${lines}" stroke="${GRID}" fill="none"/>${upright ? horizontal(axis, other.from) : vertical(axis, far ? other.to : other.from, far)}`;
}

function horizontal(axis: Axis, y: number): string {
  const angle = labelAngle(axis);
  const labels = axis.ticks.map(({ at, label }) => (angle
    ? `<text transform="translate(${fixed(at + 4)},${fixed(y + 12)}) rotate(${angle})" text-anchor="end" font-size="10">${escapeHtml(label)}</text>`
    : `<text x="${fixed(at)}" y="${fixed(y + 16)}" text-anchor="middle">${escapeHtml(label)}</text>`));
  const name = axis.title ? `<text x="${fixed((axis.from + axis.to) / 2)}" y="${fixed(y + Math.max(40, labelDepth(axis) + 16))}" text-anchor="middle" font-size="13">${escapeHtml(axis.title)}</text>` : "";
  return `<path d="M${fixed(axis.from)},${fixed(y)}H${fixed(axis.to)}" stroke="${INK}"/><g font-size="11" fill="${INK}">${labels.join("")}${name}</g>`;
}

function vertical(axis: Axis, x: number, far: boolean): string {
  const labels = axis.ticks.map(({ at, label }) => `<text x="${fixed(x + (far ? 6 : -6))}" y="${fixed(at + 4)}" text-anchor="${far ? "start" : "end"}">${escapeHtml(label)}</text>`);
  const middle = (axis.from + axis.to) / 2;
  const name = axis.title ? `<text transform="translate(${fixed(far ? x + 44 : Math.min(x - 46, 16))},${fixed(middle)}) rotate(-90)" text-anchor="middle" font-size="13">${escapeHtml(axis.title)}</text>` : "";
  return `<path d="M${fixed(x)},${fixed(axis.from)}V${fixed(axis.to)}" stroke="${INK}"/><g font-size="11" fill="${INK}">${labels.join("")}${name}</g>`;
}

function title(layout: Layout, frame: Frame): string {
  const text = textOf(layout.title);
  return text ? `<text x="${fixed((frame.left + frame.right) / 2)}" y="24" text-anchor="middle" font-size="16" fill="${INK}">${escapeHtml(text)}</text>` : "";
}

/** Types that only Plotly draws are named, so that the picture does not pretend to be whole. */
function undrawn(series: readonly Series[], drawable: readonly Series[], frame: Frame): string {
  const missing = series.filter((one) => !drawable.includes(one)).map(({ name, type }) => `${name} (${type})`);
  return missing.length ? `<text x="${fixed((frame.left + frame.right) / 2)}" y="${fixed(frame.top + 24)}" text-anchor="middle" font-size="13" fill="${INK}">${escapeHtml(missing.join(", "))}</text>` : "";
}
