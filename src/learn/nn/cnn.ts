// A plain convolutional network: convolutions with ReLU and pooling, then a small classifier.
import * as tf from "@tensorflow/tfjs";
import { rng as seeded } from "../random";
import { Conv2d, flatten, maxPool } from "./conv";
import { dropout } from "./dropout";
import { crossEntropy } from "./functional";
import { Linear } from "./layers";
import { Module } from "./module";

/** The sizes of a small convolutional network. */
export interface CNNConfig {
  /** Height, width and channels of an image. */
  input: [height: number, width: number, channels: number];
  /** How many classes: the logits' length. */
  classes: number;
  /** Channels of each convolution; each is followed by pooling that halves the image. */
  channels?: number[];
  /** Rows and columns of a filter; odd. */
  size?: number;
  /** Width of the layer before the last. */
  hidden?: number;
  /** Rate, in training; 0 by default. */
  dropout?: number;
  /** Of the start weights; 0 by default. */
  seed?: number;
}

/** x [batch, height, width, channels] → logits [batch, classes]. */
export class CNN extends Module {
  readonly #convolutions: Conv2d[];
  readonly #hidden: Linear;
  readonly #head: Linear;

  constructor(readonly config: CNNConfig) {
    super();
    const { input: [height, width, inputs], classes, channels = [16, 32], size = 3, hidden = 128, seed = 0 } = config;
    const rng = seeded(seed);
    const scale = 2 ** channels.length;
    if (height < scale || width < scale) throw new Error(`An image of ${height} × ${width} cannot be halved ${channels.length} times.`);
    const features = Math.floor(height / scale) * Math.floor(width / scale) * (channels.at(-1) ?? inputs);
    this.#convolutions = channels.map((out, i) => this.part(`conv.${i}`, new Conv2d(channels[i - 1] ?? inputs, out, size, { padding: (size - 1) / 2, rng })));
    this.#hidden = this.part("hidden", new Linear(features, hidden, { rng, std: Math.sqrt(2 / features) }));
    this.#head = this.part("head", new Linear(hidden, classes, { rng }));
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    return tf.tidy(() => {
      const images = this.#convolutions.reduce((image, layer) => maxPool(tf.relu(layer.forward(image)), 2), x); // [batch, h / 2ⁿ, w / 2ⁿ, channels]
      const hidden = tf.relu(this.#hidden.forward(flatten(images))); // [batch, hidden]
      return this.#head.forward(dropout(hidden, { rate: training ? (this.config.dropout ?? 0) : 0 }));
    });
  }

  /** Mean cross-entropy in nats against class ids [batch]. */
  loss(x: tf.Tensor, labels: tf.Tensor, training = true): tf.Scalar {
    return tf.tidy(() => crossEntropy(this.forward(x, training), labels));
  }
}
