// Convolution and what goes with it, on images [batch, height, width, channels] and on series [batch, time, channels].
import * as tf from "@tensorflow/tfjs";
import { rng as seeded } from "../random";
import { type LayerOptions, normal } from "./layers";
import { Module } from "./module";

/** How a convolution is made. */
export interface ConvOptions extends LayerOptions {
  /** Pixels from one place of the filter to the next; 1 by default. */
  stride?: number;
  /** Rows and columns of zeros around the image. */
  padding?: number;
  /** Channels in and out fall into so many groups, each seeing only its own (Krizhevsky et al. 2012). */
  groups?: number;
  /** Whether something is added to each channel; true by default. */
  bias?: boolean;
}

/** x [batch, h, w, in] → [batch, h′, w′, out], h′ = ⌊(h + 2 padding − size) / stride⌋ + 1; weight [size, size, in / groups, out], √(2 / fan-in) at the start (He et al. 2015). */
export class Conv2d extends Module {
  /** The filters [size, size, in / groups, out]. */
  readonly weight: tf.Variable;
  /** Added to each channel [out]. */
  readonly bias: tf.Variable | undefined;
  readonly #stride: number;
  readonly #padding: number;
  readonly #groups: number;

  constructor(inChannels: number, outChannels: number, size: number, { stride = 1, padding = 0, groups = 1, bias = true, rng = seeded(0), std }: ConvOptions = {}) {
    super();
    if (inChannels % groups !== 0 || outChannels % groups !== 0) throw new Error(`${inChannels} and ${outChannels} channels do not divide into ${groups} groups.`);
    [this.#stride, this.#padding, this.#groups] = [stride, padding, groups];
    const fanIn = (size * size * inChannels) / groups;
    this.weight = this.parameter("weight", [size, size, inChannels / groups, outChannels], normal(std ?? Math.sqrt(2 / fanIn), rng));
    this.bias = bias ? this.parameter("bias", [outChannels], tf.zeros) : undefined;
  }

  forward(x: tf.Tensor): tf.Tensor {
    const [, , inGroup = 0] = this.weight.shape;
    if (x.rank !== 4 || x.shape[3] !== inGroup * this.#groups) throw new Error(`Conv2d takes [batch, height, width, ${inGroup * this.#groups}], not [${x.shape.join(", ")}].`);
    return tf.tidy(() => {
      const framed = padded(x, this.#padding);
      const parts = this.#groups === 1 ? [this.#convolved(framed, this.weight)] : this.#grouped(framed);
      const y = parts.length === 1 && parts[0] ? parts[0] : tf.concat(parts, 3);
      return this.bias ? tf.add(y, this.bias) : y;
    });
  }

  #grouped(x: tf.Tensor): tf.Tensor[] {
    const weights = tf.split(this.weight, this.#groups, 3);
    return tf.split(x, this.#groups, 3).map((part, i) => this.#convolved(part, weights[i] ?? part));
  }

  #convolved(x: tf.Tensor, weight: tf.Tensor): tf.Tensor {
    return tf.conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, this.#stride, "valid");
  }
}

/** x [batch, time, in] → [batch, time′, out], time′ = ⌊(time + 2 padding − size) / stride⌋ + 1; weight [size, in, out], as Conv2d's at the start. */
export class Conv1d extends Module {
  /** The filters [size, in, out]. */
  readonly weight: tf.Variable;
  /** Added to each channel [out]. */
  readonly bias: tf.Variable | undefined;
  readonly #stride: number;
  readonly #padding: number;

  constructor(inChannels: number, outChannels: number, size: number, { stride = 1, padding = 0, bias = true, rng = seeded(0), std }: Omit<ConvOptions, "groups"> = {}) {
    super();
    [this.#stride, this.#padding] = [stride, padding];
    this.weight = this.parameter("weight", [size, inChannels, outChannels], normal(std ?? Math.sqrt(2 / (size * inChannels)), rng));
    this.bias = bias ? this.parameter("bias", [outChannels], tf.zeros) : undefined;
  }

  forward(x: tf.Tensor): tf.Tensor {
    const [, inChannels = 0] = this.weight.shape;
    if (x.rank !== 3 || x.shape[2] !== inChannels) throw new Error(`Conv1d takes [batch, time, ${inChannels}], not [${x.shape.join(", ")}].`);
    return tf.tidy(() => {
      const framed = tf.pad(x, [[0, 0], [this.#padding, this.#padding], [0, 0]]);
      const y = tf.conv1d(framed as tf.Tensor3D, this.weight as tf.Variable<tf.Rank.R3>, this.#stride, "valid");
      return this.bias ? tf.add(y, this.bias) : y;
    });
  }
}

/** Rows and columns of a value around images: native TensorFlow.js takes no numbers for the padding of its operations. */
const padded = (x: tf.Tensor, by: number, value = 0): tf.Tensor => (by === 0 ? x : tf.pad(x, [[0, 0], [by, by], [by, by], [0, 0]], value));

/** Never the largest of a window. */
const LOWEST = -3e38;

/** The largest of each window: [batch, h, w, c] → [batch, ⌊(h − size) / stride⌋ + 1, …, c]. */
export const maxPool = (x: tf.Tensor, size: number, stride = size, padding = 0): tf.Tensor => tf.maxPool(padded(x, padding, LOWEST) as tf.Tensor4D, size, stride, "valid");

/** The mean of each window. */
export const avgPool = (x: tf.Tensor, size: number, stride = size): tf.Tensor => tf.avgPool(x as tf.Tensor4D, size, stride, "valid");

/** The mean over height and width: [batch, h, w, c] → [batch, c]. */
export const globalAvgPool = (x: tf.Tensor): tf.Tensor => tf.mean(x, [1, 2]);

/** [batch, h, w, c] → [batch, h · w · c]. */
export const flatten = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.shape[0] ?? 1, -1]);

/**
 * Normalises each channel over the batch and the image (Ioffe & Szegedy 2015), then scales by weight and adds bias. In training by the
 * batch's own mean and variance, which also move the running ones by a tenth (the variance unbiased, as in PyTorch); else by the running ones.
 */
export class BatchNorm extends Module {
  /** Scales each channel [channels]; ones at the start. */
  readonly weight: tf.Variable;
  /** Added to each channel [channels]; zeros at the start. */
  readonly bias: tf.Variable;
  /** Mean of each channel [channels], averaged over the training. */
  readonly running_mean: tf.Variable;
  /** Variance of each channel [channels], averaged over the training. */
  readonly running_var: tf.Variable;

  constructor(readonly channels: number, readonly eps = 1e-5, readonly momentum = 0.1) {
    super();
    this.weight = this.parameter("weight", [channels], tf.ones);
    this.bias = this.parameter("bias", [channels], tf.zeros);
    this.running_mean = this.buffer("running_mean", [channels], tf.zeros);
    this.running_var = this.buffer("running_var", [channels], tf.ones);
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    return tf.tidy(() => {
      const [mean, variance] = training ? this.#ofBatch(x) : [this.running_mean, this.running_var];
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, this.eps))), this.weight), this.bias);
    });
  }

  #ofBatch(x: tf.Tensor): [tf.Tensor, tf.Tensor] {
    const axes = x.shape.slice(0, -1).map((_, axis) => axis);
    const { mean, variance } = tf.moments(x, axes);
    const count = x.size / this.channels;
    this.#move(this.running_mean, mean);
    this.#move(this.running_var, tf.mul(variance, count / Math.max(1, count - 1)));
    return [mean, variance];
  }

  #move(running: tf.Variable, batch: tf.Tensor): void {
    running.assign(tf.add(tf.mul(running, 1 - this.momentum), tf.mul(batch, this.momentum)));
  }
}
