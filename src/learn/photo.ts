// A photograph: decoded from JPEG or PNG in plain JavaScript, so that every device sees the same pixels.
import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs";
import { decode as decodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { DISPLAY, type MimeBundle, svg } from "../display";

/** A rectangle in pixels from the upper left corner. */
export interface Box {
  /** From the photograph's left edge. */
  left: number;
  /** From its upper edge. */
  top: number;
  /** To the right. */
  width: number;
  /** Downwards. */
  height: number;
}

const MOST_MEGABYTES = 2048; // of memory, for large photographs
type Mime = "image/jpeg" | "image/png";

/** A decoded photograph, which shows itself. */
export class Photo {
  /** @param rgb [height, width, 3], 0 to 255 @param file as it was read, for showing it */
  constructor(readonly width: number, readonly height: number, readonly rgb: Uint8Array, readonly file: { mime: Mime; bytes: Uint8Array }) {}

  /** [height, width, 3], 0 to 255; stretched to a size if one is given, bilinearly between the centres of pixels. */
  tensor(size?: [height: number, width: number]): tf.Tensor3D {
    return tf.tidy(() => {
      const pixels = tf.tensor3d(Float32Array.from(this.rgb), [this.height, this.width, 3]);
      return size ? tf.image.resizeBilinear(pixels, size, false, true) : pixels;
    });
  }

  /** The photograph with labelled boxes over it. */
  marked(boxes: readonly { box: Box; label: string }[]): ReturnType<typeof svg> {
    const line = Math.max(1, this.width / 250);
    const marks = boxes.map(({ box: { left, top, width, height }, label }) => svg`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="#e8590c" stroke-width="${line}"/><text x="${left + line}" y="${top + 12 * line}" font-size="${10 * line}" font-family="sans-serif" fill="#e8590c" stroke="white" stroke-width="${line / 3}" paint-order="stroke">${label}</text>`);
    return svg`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${this.width} ${this.height}" width="${this.width}" role="img" aria-label="${boxes.map(({ label }) => label).join(", ")}"><image href="data:${this.file.mime};base64,${Buffer.from(this.file.bytes).toString("base64")}" width="${this.width}" height="${this.height}"/>${marks}</svg>`;
  }

  [DISPLAY](): MimeBundle {
    return { [this.file.mime]: Buffer.from(this.file.bytes).toString("base64"), "text/plain": `photograph of ${this.width} × ${this.height} pixels` };
  }
}

/** Decodes a JPEG or PNG photograph. @param source a file's path, or its bytes. @throws if it is missing, cut short, or neither JPEG nor PNG. */
export async function readPhoto(source: string | Uint8Array): Promise<Photo> {
  const name = typeof source === "string" ? source : "The photograph";
  const bytes = typeof source === "string" ? await readFile(source).catch(() => Promise.reject(new Error(`${name} is missing.`))) : source;
  const mime = mimeOf(bytes);
  if (!mime) throw new Error(`${name} is neither JPEG nor PNG.`);
  try {
    const { width, height, rgb } = mime === "image/jpeg" ? fromJpeg(bytes) : fromPng(bytes);
    return new Photo(width, height, rgb, { mime, bytes });
  } catch (error) {
    throw new Error(`${name} cannot be decoded, it may be cut short: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface Pixels {
  width: number;
  height: number;
  rgb: Uint8Array;
}

function mimeOf(bytes: Uint8Array): Mime | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return "image/jpeg";
  return Buffer.from(bytes.subarray(1, 4)).toString("latin1") === "PNG" ? "image/png" : undefined;
}

function fromJpeg(bytes: Uint8Array): Pixels {
  if (!Buffer.from(bytes).includes(Buffer.from([0xff, 0xd9]))) throw new Error("its end is missing"); // the decoder would fill up with grey
  const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, maxMemoryUsageInMB: MOST_MEGABYTES });
  return { width, height, rgb: data };
}

function fromPng(bytes: Uint8Array): Pixels {
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes)); // always red, green, blue, opacity
  return { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, (_, i) => data[4 * Math.floor(i / 3) + (i % 3)] ?? 0) };
}
