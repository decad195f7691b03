// Small grey images with their labels: pixels as bytes, tensors when a model wants them.
import * as tf from "@tensorflow/tfjs";
import { DISPLAY, type MimeBundle } from "../../display";
import { rng } from "../random";
import { contactSheet } from "./contact-sheet";
import { split } from "./split";

export interface ImageBatch {
  /** [batch, height, width, 1], 0 (black) to 1 (white). */
  x: tf.Tensor4D;
  /** [batch], int32. */
  y: tf.Tensor1D;
}

/** `pixels` is [length, height, width], 0 to 255; `labels` is [length]. */
export class LabelledImages {
  readonly length: number;

  /** @param names of the labels. @throws if there are not as many images as labels, or a label has no name. */
  constructor(readonly pixels: Uint8Array, readonly labels: Uint8Array, readonly names: readonly string[], readonly height = 28, readonly width = 28) {
    this.length = labels.length;
    if (pixels.length !== this.length * this.size) throw new Error(`${pixels.length} pixels are not ${this.length} images of ${height} × ${width}`);
    const unknown = labels.findIndex((label) => label >= names.length);
    if (unknown >= 0) throw new Error(`image ${unknown} has the label ${labels[unknown]}, but there are only ${names.length} names`);
  }

  /** Pixels of one image. */
  get size(): number {
    return this.height * this.width;
  }

  /** One image's pixels, [height × width], row by row: a view, not a copy. @throws RangeError if there is no such image. */
  image(index: number): Uint8Array {
    if (!(index >= 0 && index < this.length)) throw new RangeError(`There is no image ${index}: they are numbered 0 to ${this.length - 1}.`);
    return this.pixels.subarray(index * this.size, (index + 1) * this.size);
  }

  /** The images of these numbers, in that order. */
  take(indices: readonly number[]): LabelledImages {
    const pixels = new Uint8Array(indices.length * this.size);
    indices.forEach((index, place) => pixels.set(this.image(index), place * this.size));
    return new LabelledImages(pixels, Uint8Array.from(indices, (index) => this.labels[index] ?? 0), this.names, this.height, this.width);
  }

  /** As an array's `slice`, without a copy. */
  slice(start = 0, end = this.length): LabelledImages {
    const [from, to] = [Math.min(Math.max(start, 0), this.length), Math.min(Math.max(end, 0), this.length)];
    return new LabelledImages(this.pixels.subarray(from * this.size, to * this.size), this.labels.subarray(from, to), this.names, this.height, this.width);
  }

  /** As `data.split`: every image in one part, alike for the same seed. */
  split(options: { test?: number; seed?: number } = {}): { train: LabelledImages; test: LabelledImages } {
    const { train, test } = split(Array.from(this.labels.keys()), options);
    return { train: this.take(train), test: this.take(test) };
  }

  /** All of them as tensors; the caller disposes them. */
  tensors(): ImageBatch {
    const x = tf.tidy(() => tf.div(tf.tensor4d(Float32Array.from(this.pixels), [this.length, this.height, this.width, 1]), 255)) as tf.Tensor4D;
    return { x, y: tf.tensor1d(Int32Array.from(this.labels), "int32") };
  }

  /** The first images, side by side. */
  [DISPLAY](): MimeBundle {
    return contactSheet(this);
  }

  /** Batches without end, shuffled anew for each pass; the images that are left over wait for the next one. For `train`, which disposes them. */
  *batches({ size, seed = 0 }: { size: number; seed?: number }): Generator<ImageBatch, never> {
    if (!(Number.isInteger(size) && size > 0 && size <= this.length)) throw new RangeError(`A batch of ${size} cannot be taken from ${this.length} images.`);
    const [random, order] = [rng(seed), Array.from(this.labels.keys())];
    for (;;) {
      random.shuffle(order);
      for (let start = 0; start + size <= order.length; start += size) yield this.take(order.slice(start, start + size)).tensors();
    }
  }
}

/** An IDX file of bytes (Y. LeCun's format): two zeros, the type 8, the number of dimensions, each as 32 bits, then the bytes. @throws if it is not one. */
export function idx(bytes: Uint8Array, dimensions: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint32(0) !== 0x0800 + dimensions) throw new Error(`is no IDX file of bytes in ${dimensions} dimensions`);
  const start = 4 + 4 * dimensions;
  const count = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i)).reduce((product, n) => product * n, 1);
  if (bytes.length !== start + count) throw new Error(`holds ${bytes.length - start} bytes, not the ${count} that its header tells`);
  return bytes.subarray(start);
}
