// The small layers: linear, embedding, layer normalisation.
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { layerNorm, linear, lookup } from "./functional";
import { Module } from "./module";

/** How a layer is made. */
export interface LayerOptions {
  /** Draws the start weights; a generator of seed 0 by default. */
  rng?: Rng;
  /** Standard deviation of the normal start weights. */
  std?: number;
}

/** Start values: normal with a standard deviation. */
export const normal = (std: number, rng: Rng) => (shape: number[]): tf.Tensor => tf.tensor(rng.normals(shape.reduce((a, b) => a * b, 1), std), shape);

/** x [..., in] → x · weight + bias [..., out]; weight [in, out] starts normal with `std` (1/√in by default), bias zero. */
export class Linear extends Module {
  /** [in, out]. */
  readonly weight: tf.Variable;
  /** [out], where there is one. */
  readonly bias: tf.Variable | undefined;
  /** Added to the result, as by LoRA: x [n, in] → [n, out]. */
  adapter: ((x: tf.Tensor) => tf.Tensor) | undefined;
  readonly #sizes: [number, number];

  constructor(inFeatures: number, outFeatures: number, { bias = true, rng = seeded(0), std = 1 / Math.sqrt(inFeatures) }: LayerOptions & { bias?: boolean } = {}) {
    super();
    this.#sizes = [inFeatures, outFeatures];
    this.weight = this.parameter("weight", [inFeatures, outFeatures], normal(std, rng));
    this.bias = bias ? this.parameter("bias", [outFeatures], tf.zeros) : undefined;
  }

  forward(x: tf.Tensor): tf.Tensor {
    const [inFeatures, outFeatures] = this.#sizes;
    if (x.shape.at(-1) !== inFeatures) throw new Error(`Linear takes [..., ${inFeatures}], not [${x.shape.join(", ")}].`);
    if (x.rank === 2) return tf.tidy(() => this.#rows(x));
    return tf.tidy(() => tf.reshape(this.#rows(tf.reshape(x, [-1, inFeatures])), [...x.shape.slice(0, -1), outFeatures]));
  }

  #rows(x: tf.Tensor): tf.Tensor {
    const y = linear(x, this.weight, this.bias);
    return this.adapter ? tf.add(y, this.adapter(x)) : y;
  }
}

/** ids [...] → rows of weight [vocab, width] as [..., width]; starts normal with `std` (0.02 by default). */
export class Embedding extends Module {
  /** [vocab, width]. */
  readonly weight: tf.Variable;

  constructor(vocab: number, width: number, { rng = seeded(0), std = 0.02 }: LayerOptions = {}) {
    super();
    this.weight = this.parameter("weight", [vocab, width], normal(std, rng));
  }

  forward(ids: tf.Tensor): tf.Tensor {
    return tf.tidy(() => lookup(this.weight, ids));
  }
}

/** Normalises the last axis of x [..., width] to mean 0 and variance 1, then scales by weight and adds bias (Ba et al. 2016). */
export class LayerNorm extends Module {
  /** [width]; ones at the start. */
  readonly weight: tf.Variable;
  /** [width]; zeros at the start. */
  readonly bias: tf.Variable;
  readonly #width: number;

  constructor(width: number, readonly eps = 1e-5) {
    super();
    this.#width = width;
    this.weight = this.parameter("weight", [width], tf.ones);
    this.bias = this.parameter("bias", [width], tf.zeros);
  }

  forward(x: tf.Tensor): tf.Tensor {
    const normed = (rows: tf.Tensor): tf.Tensor => layerNorm(rows, this.weight, this.bias, this.eps);
    return tf.tidy(() => (x.rank === 2 ? normed(x) : tf.reshape(normed(tf.reshape(x, [-1, this.#width])), x.shape)));
  }
}
