// Faces: found by BlazeFace (Bazarevsky et al. 2019), described by FaceRes (Savchenko 2019) so that faces alike have numbers alike.
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { FetchOptions } from "../fetch/package";
import type { Box, Photo } from "../photo";
import { fetchPublished, type NameOf } from "./published";
import { graph } from "./tfjs-files";

export interface Face {
  /** How sure it is that this is a face, 0 to 1. */
  score: number;
  /** The face with some of its surroundings, a square: what is described. */
  box: Box;
  /** 1,024 numbers; `likeness` compares two. */
  embedding: Float32Array;
}

const SIDE = 256;
const DESCRIBED_SIDE = 224;
/** A face's box is widened by this, as where the two models were put together. */
const WIDER = 1.4;
const EMBEDDING = "global_pooling/Mean";
/** Places that BlazeFace looks at: its two grids' steps, in pixels of its 256 × 256, and how many boxes each point has. */
const GRIDS = [{ step: 16, boxes: 2 }, { step: 32, boxes: 6 }];

/** Holds the models' memory until it is disposed. */
export class FaceFinder {
  constructor(readonly finder: tf.GraphModel, readonly describer: tf.GraphModel) {}

  /** The surest first. */
  async find(photo: Photo, { minScore = 0.5, overlap = 0.1, most = 10 }: { minScore?: number; overlap?: number; most?: number } = {}): Promise<Face[]> {
    const { boxes, scores } = tf.tidy(() => this.#candidates(photo));
    const kept = await tf.image.nonMaxSuppressionAsync(boxes, scores, most, overlap, minScore);
    const [ids, rows, sure] = [await kept.data(), await boxes.array(), await scores.data()];
    tf.dispose([boxes, scores, kept]);
    const faces: Face[] = [];
    for (const id of ids) {
      const box = squareAround(rows[id] ?? [], photo);
      faces.push({ score: sure[id] ?? NaN, box, embedding: await this.describe(photo, box) });
    }
    return faces;
  }

  /** What is in a box as numbers, whether it is a face or not. */
  async describe(photo: Photo, box: Box): Promise<Float32Array> {
    const embedding = tf.tidy(() => this.describer.execute(cut(photo, box), EMBEDDING) as tf.Tensor);
    const values = Float32Array.from(await embedding.data());
    embedding.dispose();
    return values;
  }

  dispose(): void {
    this.finder.dispose();
    this.describer.dispose();
  }

  /** Boxes [896, 4] as top, left, bottom, right in pixels of 256 × 256, and how sure it is of each. */
  #candidates(photo: Photo): { boxes: tf.Tensor2D; scores: tf.Tensor1D } {
    const input = tf.sub(tf.div(tf.expandDims(photo.tensor([SIDE, SIDE])), 127.5), 1);
    const outputs = (this.finder.execute(input) as tf.Tensor[]).sort((a, b) => a.size - b.size); // scores of the coarse grid, of the fine one, boxes of each
    const [coarse, fine, coarseBoxes, fineBoxes] = outputs as [tf.Tensor3D, tf.Tensor3D, tf.Tensor3D, tf.Tensor3D];
    const scores = tf.sigmoid(tf.reshape(tf.concat([fine, coarse], 1), [-1])) as tf.Tensor1D;
    const raw = tf.squeeze(tf.concat([fineBoxes, coarseBoxes], 1), [0]); // [896, 16]: centre, size, six points of the face
    const centre = tf.add(tf.reverse(tf.slice(raw, [0, 0], [-1, 2]), 1), anchors()); // y, x
    const half = tf.div(tf.reverse(tf.slice(raw, [0, 2], [-1, 2]), 1), 2);
    return { boxes: tf.concat([tf.sub(centre, half), tf.add(centre, half)], 1) as tf.Tensor2D, scores };
  }
}

/** [896, 2]: y, x of each box's anchor. */
function anchors(): tf.Tensor2D {
  const rows = GRIDS.flatMap(({ step, boxes }) => {
    const side = SIDE / step;
    return Array.from({ length: side * side * boxes }, (_, i) => {
      const point = Math.floor(i / boxes);
      return [(Math.floor(point / side) + 0.5) * step, ((point % side) + 0.5) * step];
    });
  });
  return tf.tensor2d(rows);
}

function squareAround([top = 0, left = 0, bottom = 0, right = 0]: number[], { width, height }: Photo): Box {
  const [x, y] = [width / SIDE, height / SIDE];
  const side = WIDER * Math.max((right - left) * x, (bottom - top) * y);
  return { left: ((left + right) / 2) * x - side / 2, top: ((top + bottom) / 2) * y - side / 2, width: side, height: side };
}

/** [1, 224, 224, 3], 0 to 255; outside of the photograph it is black. */
function cut(photo: Photo, { left, top, width, height }: Box): tf.Tensor {
  const corners = [top / photo.height, left / photo.width, (top + height) / photo.height, (left + width) / photo.width];
  return tf.image.cropAndResize(tf.expandDims(photo.tensor()) as tf.Tensor4D, tf.tensor2d([corners]), tf.tensor1d([0], "int32"), [DESCRIBED_SIDE, DESCRIBED_SIDE]);
}

/** Of two descriptions: the cosine of the angle between them, 1 for the same. */
export function likeness(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array): number => x.reduce((sum, value, i) => sum + value * (y[i] ?? NaN), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}

/** Finds faces in photographs and describes them by numbers. @throws {InstallError} if they cannot be had; an Error if a file is missing, cut short or altered. */
export async function faces(name: NameOf<"faces"> = "faceres", options: FetchOptions = {}): Promise<FaceFinder> {
  const folder = await fetchPublished(name, options);
  return new FaceFinder(await graph(join(folder, "blazeface-back.json")), await graph(join(folder, "faceres.json")));
}
