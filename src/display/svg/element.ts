// Small pieces of SVG text.
import { escapeHtml } from "../escape";

/** `fill` and, of a see-through "rgba(…)", its opacity apart: not every drawing program reads both in one. */
export function paint(color: string): string {
  const [, r, g, b, opacity] = /^rgba\((\d+),\s*(\d+),\s*(\d+),\s*([\d.]+)\)$/.exec(color) ?? [];
  if (opacity === undefined) return `fill="${escapeHtml(color)}"`;
  return `fill="#${[r, g, b].map((channel) => Number(channel).toString(16).padStart(2, "0")).join("")}" fill-opacity="${opacity}"`;
}

/** A coordinate to a tenth of a pixel. */
export const fixed = (value: number): string => String(Math.round(value * 10) / 10);

export function rect(x: number, y: number, width: number, height: number, attributes: string): string {
  const [left, top] = [Math.min(x, x + width), Math.min(y, y + height)];
  return `<rect x="${fixed(left)}" y="${fixed(top)}" width="${fixed(Math.abs(width))}" height="${fixed(Math.abs(height))}" ${attributes}/>`;
}
