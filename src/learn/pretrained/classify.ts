// ResNet50 (He et al. 2015) as Keras published it: what a photograph shows, among 1,000 classes of ImageNet.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { FetchOptions } from "../fetch/package";
import type { Photo } from "../photo";
import { fetchPublished, type NameOf } from "./published";
import { layers } from "./tfjs-files";

export interface Guess {
  label: string;
  /** 0 to 1. */
  probability: number;
}

const SIDE = 224;
/** ImageNet's mean colour, blue, green, red, as in Caffe, whose weights these were. */
const MEAN = [103.939, 116.779, 123.68];

/** Holds the model's memory until it is disposed. */
export class Classifier {
  constructor(readonly model: tf.LayersModel, readonly labels: readonly string[]) {}

  /** The likeliest classes first. */
  async classify(photo: Photo, { top = 5 }: { top?: number } = {}): Promise<Guess[]> {
    const probabilities = tf.tidy(() => this.probabilities(tf.expandDims(photo.tensor([SIDE, SIDE]))));
    const values = Array.from(await probabilities.data(), (probability, id) => ({ label: this.labels[id] ?? String(id), probability }));
    probabilities.dispose();
    return values.sort((a, b) => b.probability - a.probability).slice(0, top);
  }

  /** Images [n, 224, 224, 3] of red, green, blue, 0 to 255 → [n, 1000]. */
  probabilities(images: tf.Tensor): tf.Tensor {
    return tf.tidy(() => {
      const result = this.model.predict(tf.sub(tf.reverse(images, -1), MEAN));
      if (Array.isArray(result)) throw new Error("The model has several outputs: it is no classifier.");
      return result;
    });
  }

  dispose(): void {
    this.model.dispose();
  }
}

/** Says what a photograph shows. @throws {InstallError} if it cannot be had; an Error if a file is missing, cut short or altered. */
export async function classifier(name: NameOf<"classify"> = "resnet50", options: FetchOptions = {}): Promise<Classifier> {
  const folder = await fetchPublished(name, options);
  const labels: Record<string, string> = JSON.parse(await readFile(join(folder, "assets", "labels.json"), "utf8"));
  return new Classifier(await layers(join(folder, "ResNet50")), Object.values(labels).map((label) => label.replaceAll("_", " ")));
}
