// CenterNet (Zhou et al. 2019) on MobileNetV3: where things of 80 kinds are in a photograph.
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { FetchOptions } from "../fetch/package";
import type { Box, Photo } from "../photo";
import { COCO } from "./coco";
import { fetchPublished, type NameOf } from "./published";
import { graph } from "./tfjs-files";

export interface Detection {
  label: string;
  /** 0 to 1. */
  score: number;
  box: Box;
}

export interface DetectOptions {
  /** Weaker ones are left out. */
  minScore?: number;
  /** Of two boxes that share more of their union than this, the weaker is left out. */
  overlap?: number;
  most?: number;
}

const SIDE = 512;
const OUTPUT = "tower_0/detections"; // [1, 100, 6]: left, top, right, bottom, score, kind

/** Holds the model's memory until it is disposed. */
export class Detector {
  constructor(readonly model: tf.GraphModel) {}

  /** The surest first. */
  async detect(photo: Photo, { minScore = 0.3, overlap = 0.4, most = 20 }: DetectOptions = {}): Promise<Detection[]> {
    const found = tf.tidy(() => tf.squeeze(this.model.execute(tf.expandDims(photo.tensor([SIDE, SIDE])), OUTPUT) as tf.Tensor, [0]) as tf.Tensor2D);
    const [boxes, scores] = tf.tidy(() => [tf.slice(found, [0, 0], [-1, 4]), tf.squeeze(tf.slice(found, [0, 4], [-1, 1]), [1])] as [tf.Tensor2D, tf.Tensor1D]);
    const kept = await tf.image.nonMaxSuppressionAsync(boxes, scores, most, overlap, minScore);
    const [ids, rows] = [await kept.data(), await found.array()];
    tf.dispose([found, boxes, scores, kept]);
    return Array.from(ids, (id) => detectionOf(rows[id] ?? [], photo));
  }

  dispose(): void {
    this.model.dispose();
  }
}

function detectionOf([left = 0, top = 0, right = 0, bottom = 0, score = 0, kind = -1]: number[], { width, height }: Photo): Detection {
  const [x, y] = [width / SIDE, height / SIDE];
  return { label: COCO[kind] ?? String(kind), score, box: { left: left * x, top: top * y, width: (right - left) * x, height: (bottom - top) * y } };
}

/** Finds things in photographs, with their boxes. @throws {InstallError} if it cannot be had; an Error if a file is missing, cut short or altered. */
export async function detector(name: NameOf<"detect"> = "centernet", options: FetchOptions = {}): Promise<Detector> {
  return new Detector(await graph(join(await fetchPublished(name, options), "centernet.json")));
}
