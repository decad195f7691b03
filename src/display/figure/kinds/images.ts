// A grid of pictures made of numbers, each with its caption.
import { base64 } from "../../json";
import { png, type Pixels } from "../../png";
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import { isFlat, rowsOf, type FlatMatrix, type Matrix } from "../matrix";
import type { PlotOptions } from "../trace";

/** Captions, order and brightness of pictures. */
export interface ImagesOptions extends Omit<PlotOptions, "x" | "y" | "log"> {
  /** One below each picture. */
  captions?: ArrayLike<string | number>;
  /** Pictures in a row; eight at most by default. */
  columns?: number;
  /** The numbers that are black and full; 0 and 255 of bytes, else the least and the greatest of all pictures. */
  range?: readonly [black: number, full: number];
}

/** Grey numbers in rows, or flat with their shape: `[height, width]`, or `[height, width, channels]` with one channel or three (red, green, blue). */
export type Image = Matrix;

/** A picture is shown at least so wide: Plotly smooths what it enlarges, so each pixel is made a square before. */
const LEAST_PIXELS = 112;

/**
 * Pictures side by side: `plot.images([{ data: pixels, shape: [28, 28] }, …], { captions: labels, title, alt })`.
 * @throws {TypeError} if a picture's shape does not fit its numbers, or there are no pictures.
 */
export function images(all: ArrayLike<Image>, { captions, columns = 8, range, ...options }: ImagesOptions): Figure {
  const pictures = Array.from(all, decoded);
  if (pictures.length === 0) throw new TypeError("plot.images: give at least one picture.");
  const [black, full] = range ?? rangeOf(pictures);
  const tall = Math.max(...pictures.map(({ shape: [height = 1, width = 1] }) => height / width));
  const grid = gridOf({ count: pictures.length, columns: Math.min(columns, pictures.length), tall, captioned: captions !== undefined });
  const placed = pictures.map((picture, index) => ({ ...grid.place(index), xref: "x", yref: "y", sizex: 1, sizey: tall, xanchor: "left", yanchor: "top", sizing: "contain", layer: "above", source: address(painted(picture, black, full)) }));
  const notes = captions ? pictures.map((_, index) => ({ ...grid.below(index), text: String(captions[index] ?? ""), showarrow: false, yanchor: "top", xanchor: "center", font: { size: 12 } })) : [];
  const words = pictures.map(({ shape }, index) => `  ${captions?.[index] ?? index}: [${shape.join(", ")}]`).join("\n");
  const layout = { images: placed, annotations: notes, xaxis: { visible: false, range: grid.x }, yaxis: { visible: false, range: grid.y, scaleanchor: "x" }, margin: { l: 8, r: 8, b: 8 } };
  return makeFigure("plot.images", [], withLayout({ height: grid.height + (options.title ? 56 : 24), ...options }, layout), words);
}

interface Picture {
  data: ArrayLike<number>;
  shape: readonly number[];
  bytes: boolean;
}

function decoded(image: Image, index: number): Picture {
  if (isFlat(image)) return flat(image, index);
  const rows = rowsOf(image, `plot.images (picture ${index})`);
  return { data: rows.flat(), shape: [rows.length, rows[0]?.length ?? 0], bytes: false };
}

function flat({ data, shape }: FlatMatrix, index: number): Picture {
  const [height = 0, width = 0, channels = 1] = shape;
  const fits = shape.length >= 2 && shape.length <= 3 && (channels === 1 || channels === 3) && height * width * channels === data.length;
  if (!fits) throw new TypeError(`plot.images (picture ${index}): ${data.length} numbers do not make a picture of shape [${shape.join(", ")}]: give [height, width] or [height, width, 1 or 3].`);
  return { data, shape, bytes: data instanceof Uint8Array || data instanceof Uint8ClampedArray };
}

function rangeOf(pictures: readonly Picture[]): [number, number] {
  if (pictures.every(({ bytes }) => bytes)) return [0, 255];
  let [low, high] = [Infinity, -Infinity];
  for (const { data } of pictures) for (const value of Array.from(data)) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return [low, high];
}

/** Every pixel becomes a square of `scale` × `scale`. */
function painted({ data, shape }: Picture, black: number, full: number): Pixels {
  const [height = 0, width = 0, channels = 1] = shape;
  const scale = Math.max(1, Math.ceil(LEAST_PIXELS / Math.max(width, height, 1)));
  const rgb = new Uint8Array(3 * width * scale * height * scale);
  let at = 0;
  for (let y = 0; y < height * scale; y++) {
    for (let x = 0; x < width * scale; x++) {
      const from = (Math.floor(y / scale) * width + Math.floor(x / scale)) * channels;
      for (let channel = 0; channel < 3; channel++) rgb[at++] = level(data[channels === 3 ? from + channel : from] ?? 0, black, full);
    }
  }
  return { width: width * scale, height: height * scale, rgb };
}

const level = (value: number, black: number, full: number): number => Math.round(255 * Math.min(Math.max((value - black) / (full - black || 1), 0), 1)) || 0;

const address = (pixels: Pixels): string => `data:image/png;base64,${base64(png(pixels))}`;

const GAP = 0.08;
const CAPTION = 0.24;
const PAGE = 700;

interface GridSize {
  count: number;
  columns: number;
  /** The tallest picture's height; its width is one. */
  tall: number;
  captioned: boolean;
}

/** One picture is as wide as one; the next begins after a gap, and below a caption. */
function gridOf({ count, columns, tall, captioned }: GridSize) {
  const [across, down] = [1 + GAP, tall + GAP + (captioned ? CAPTION : 0)];
  const rows = Math.ceil(count / columns);
  const wide = Math.max(columns * across - GAP, 4); // few pictures do not fill the page
  const place = (index: number): { x: number; y: number } => ({ x: (index % columns) * across, y: -Math.floor(index / columns) * down });
  const below = (index: number): { x: number; y: number } => ({ x: place(index).x + 0.5, y: place(index).y - tall });
  return { place, below, x: [0, wide], y: [-(rows * down - (captioned ? 0 : GAP)), 0], height: Math.ceil((PAGE / wide) * rows * down) };
}
