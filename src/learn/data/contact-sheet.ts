// How images show themselves in a notebook: the first ones side by side, with the names of their labels as text.
import { PNG } from "pngjs";
import { type MimeBundle, t } from "../../display";

const [COLUMNS, ROWS, ZOOM] = [10, 3, 2];

interface Images {
  readonly length: number;
  readonly height: number;
  readonly width: number;
  readonly labels: Uint8Array;
  readonly names: readonly string[];
  image(index: number): Uint8Array;
  slice(start: number, end: number): Images;
}

/** A PNG of up to 30 images, row by row, and a text that says how many there are and what the shown ones are. */
export function contactSheet(images: Images): MimeBundle {
  const shown = images.slice(0, COLUMNS * ROWS);
  const labels = Array.from(shown.labels, (label) => images.names[label] ?? "").join(", ");
  const [en, zh] = [`${images.length} images of ${images.height} × ${images.width} pixels`, `${images.length} 张图片，${images.height} × ${images.width} 像素`];
  return { "image/png": png(shown).toString("base64"), "text/plain": t({ en: `${en}; the first are: ${labels}`, zh: `${zh}；前几张是：${labels}` }) };
}

function png(images: Images): Buffer {
  const [rows, columns] = [Math.ceil(images.length / COLUMNS), Math.min(images.length, COLUMNS)];
  const sheet = new PNG({ width: columns * images.width * ZOOM, height: rows * images.height * ZOOM, colorType: 0 });
  for (let y = 0; y < sheet.height; y++) for (let x = 0; x < sheet.width; x++) sheet.data.set(pixel(images, Math.floor(y / ZOOM), Math.floor(x / ZOOM)), 4 * (y * sheet.width + x));
  return PNG.sync.write(sheet, { colorType: 0 });
}

/** Red, green, blue, opacity at a place of the sheet, before zooming; black behind the last image. */
function pixel(images: Images, y: number, x: number): [number, number, number, number] {
  const index = Math.floor(y / images.height) * COLUMNS + Math.floor(x / images.width);
  const grey = index < images.length ? (images.image(index)[(y % images.height) * images.width + (x % images.width)] ?? 0) : 0;
  return [grey, grey, grey, 255];
}
