// A legend in the right margin, and colour bars.
import { escapeHtml } from "../escape";
import { INK } from "../figure/palette";
import { gridOf } from "./grid";
import { fixed } from "./element";
import { marker } from "./scatter";
import type { Series } from "./series";
import { tickLabel } from "./ticks";
import { record, textOf } from "./values";

const ROW = 20;
const COLORED = new Set(["heatmap", "contour"]);

/** Named series, if there is more than one to tell apart or `showlegend` asks. */
export function legendEntries(series: readonly Series[], layout: Record<string, unknown>): Series[] {
  if (layout.showlegend === false) return [];
  const named = series.filter(({ trace, type }) => trace.showlegend !== false && !COLORED.has(type) && (trace.name !== undefined || series.length > 1));
  return named.length > 1 || layout.showlegend === true ? named : [];
}

/** Pixels for the longest name; a Chinese character is as wide as two others. */
export function legendWidth(entries: readonly Series[]): number {
  const widths = entries.map(({ name }) => [...name].reduce((sum, character) => sum + (character > "\u2e7f" ? 13 : 7), 0));
  return entries.length ? Math.min(Math.max(...widths) + 40, 240) : 0;
}

export function legend(entries: readonly Series[], x: number, y: number): string {
  return entries.map(({ name, color, type, trace }, index) => {
    const middle = y + index * ROW;
    const symbol = trace.marker?.symbol;
    const key = trace.mode?.includes("markers") && !trace.mode.includes("lines") ? marker(typeof symbol === "string" ? symbol : "circle", [x + 8, middle], 5, escapeHtml(color)) : type === "bar"
      ? `<rect x="${fixed(x)}" y="${fixed(middle - 5)}" width="10" height="10" fill="${escapeHtml(color)}"/>`
      : `<path d="M${fixed(x)},${fixed(middle)}h20" stroke="${escapeHtml(color)}" stroke-width="2.5"${trace.line?.dash && trace.line.dash !== "solid" ? ' stroke-dasharray="5 3"' : ""}/>`;
    return `${key}<text x="${fixed(x + 26)}" y="${fixed(middle + 4)}" font-size="12" fill="${INK}">${escapeHtml(name)}</text>`;
  }).join("");
}

export const coloredSeries = (series: readonly Series[]): Series | undefined =>
  series.find(({ type, trace }) => COLORED.has(type) && trace.showscale !== false);

/** Pixels beside the frame: the bar, its numbers and its title. */
export const colorBarWidth = (series: Series): number => (barTitle(series) ? 82 : 64);

const barTitle = ({ trace }: Series): string => textOf(record(trace.colorbar).title);

export function colorBar(series: Series, x: number, top: number, height: number): string {
  const { low, high, color } = gridOf(series);
  const bands = Array.from({ length: 40 }, (_, band) => {
    const share = 1 - (band + 0.5) / 40;
    return `<rect x="${fixed(x)}" y="${fixed(top + (band * height) / 40)}" width="14" height="${fixed(height / 40 + 0.6)}" fill="${color(low + share * (high - low))}"/>`;
  });
  const labels = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    `<text x="${fixed(x + 19)}" y="${fixed(top + (1 - share) * height + 4)}" font-size="11" fill="${INK}">${tickLabel(Number((low + share * (high - low)).toPrecision(3)))}</text>`);
  const text = barTitle(series);
  const named = text ? `<text transform="translate(${fixed(x + 66)},${fixed(top + height / 2)}) rotate(-90)" text-anchor="middle" font-size="12" fill="${INK}">${escapeHtml(text)}</text>` : "";
  return bands.join("") + labels.join("") + named;
}
