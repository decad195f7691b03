// What a layout lays over the data: lines and rectangles, and notes.
import { escapeHtml } from "../escape";
import { INK } from "../figure/palette";
import type { Axis } from "./axis";
import { fixed, rect } from "./element";
import { listOf, numberOf, record, textOf } from "./values";

type Axes = ReadonlyMap<string, Axis>;

export function overlay(layout: Record<string, unknown>, axes: Axes): string {
  const shapes = listOf(layout.shapes).map((shape) => drawn(record(shape), axes));
  const pictures = listOf(layout.images).map((image) => picture(record(image), axes));
  return [...pictures, ...shapes, ...listOf(layout.annotations).map((note) => annotation(record(note), axes))].join("");
}

/** A reference is an axis's name, "x domain" (a share of it), or "paper". */
function place(reference: unknown, fallback: string, value: unknown, axes: Axes): number {
  const [name = fallback, share] = String(reference ?? fallback).split(" ");
  const axis = axes.get(name === "paper" ? fallback : name);
  if (!axis) return NaN;
  return name === "paper" || share ? axis.from + numberOf(value) * (axis.to - axis.from) : axis.place(value);
}

function drawn(shape: Record<string, unknown>, axes: Axes): string {
  const [x0, x1] = [shape.x0, shape.x1].map((value) => place(shape.xref, "x", value, axes));
  const [y0, y1] = [shape.y0, shape.y1].map((value) => place(shape.yref, "y", value, axes));
  if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined || ![x0, x1, y0, y1].every(Number.isFinite)) return "";
  const line = record(shape.line);
  const stroke = `stroke="${escapeHtml(String(line.color ?? INK))}" stroke-width="${Number(line.width ?? 2)}"${line.dash && line.dash !== "solid" ? ' stroke-dasharray="6 4"' : ""}`;
  if (shape.type === "line") return `<path d="M${fixed(x0)},${fixed(y0)}L${fixed(x1)},${fixed(y1)}" ${stroke}/>`;
  const fill = `fill="${escapeHtml(String(shape.fillcolor ?? "none"))}" fill-opacity="${Number(shape.opacity ?? 1)}" ${stroke}`;
  if (shape.type === "circle") return `<ellipse cx="${fixed((x0 + x1) / 2)}" cy="${fixed((y0 + y1) / 2)}" rx="${fixed(Math.abs(x1 - x0) / 2)}" ry="${fixed(Math.abs(y1 - y0) / 2)}" ${fill}/>`;
  return rect(x0, y0, x1 - x0, y1 - y0, fill);
}

/** Pictures inside the figure, by data URI only: the drawing loads nothing. Its corner is the upper left one. */
function picture(image: Record<string, unknown>, axes: Axes): string {
  const source = String(image.source ?? "");
  if (!source.startsWith("data:image/")) return "";
  const [left, right] = [0, numberOf(image.sizex)].map((size) => place(image.xref, "x", numberOf(image.x) + size, axes));
  const [top, bottom] = [0, numberOf(image.sizey)].map((size) => place(image.yref, "y", numberOf(image.y) - size, axes));
  if (left === undefined || right === undefined || top === undefined || bottom === undefined || ![left, right, top, bottom].every(Number.isFinite)) return "";
  return `<image x="${fixed(left)}" y="${fixed(top)}" width="${fixed(right - left)}" height="${fixed(bottom - top)}" preserveAspectRatio="xMinYMin" style="image-rendering:pixelated" href="${escapeHtml(source)}"/>`;
}

function annotation(note: Record<string, unknown>, axes: Axes): string {
  const xAxis = axes.get(String(note.xref ?? "x").split(" ")[0] ?? "x");
  const yAxis = axes.get(String(note.yref ?? "y").split(" ")[0] ?? "y");
  // Plotly gives positions on logarithmic axes by their exponents.
  const x = place(note.xref, "x", xAxis?.log && note.xref !== "paper" ? 10 ** numberOf(note.x) : note.x, axes);
  const y = place(note.yref, "y", yAxis?.log && note.yref !== "paper" ? 10 ** numberOf(note.y) : note.y, axes);
  if (!Number.isFinite(x) || !Number.isFinite(y)) return "";
  const arrow = note.showarrow !== false;
  const [dx, dy] = arrow ? [numberOf(note.ax ?? -10), numberOf(note.ay ?? -30)] : [0, note.yanchor === "top" ? 14 : note.yanchor === "bottom" ? -4 : 4];
  const leader = arrow ? `<path d="M${fixed(x)},${fixed(y)}l${fixed(dx)},${fixed(dy)}" stroke="${INK}"/>` : "";
  const anchor = note.xanchor === "left" ? "start" : note.xanchor === "right" ? "end" : "middle";
  return `${leader}<text x="${fixed(x + dx)}" y="${fixed(y + dy + (arrow ? -4 : 0))}" text-anchor="${anchor}" font-size="12" fill="${INK}">${escapeHtml(textOf(note.text))}</text>`;
}
