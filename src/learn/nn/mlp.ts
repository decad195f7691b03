// A multi-layer perceptron: linear layers with one activation between them.
import * as tf from "@tensorflow/tfjs";
import { rng as seeded } from "../random";
import { gelu } from "./functional";
import { Linear } from "./layers";
import { Module } from "./module";

const ACTIVATIONS = { relu: tf.relu, tanh: tf.tanh, sigmoid: tf.sigmoid, gelu } satisfies Record<string, (x: tf.Tensor) => tf.Tensor>;
/** What stands between the layers. */
export type Activation = keyof typeof ACTIVATIONS;

/** The sizes of a multi-layer perceptron. */
export interface MLPOptions {
  /** Widths from the input to the output, e.g. [784, 512, 10]. */
  sizes: number[];
  /** ReLU by default. */
  activation?: Activation;
  /** Of the start weights; 0 by default. */
  seed?: number;
}

/** x [batch, sizes[0]] → [batch, sizes.at(-1)]; no activation after the last layer. Starts normal with √(2/in) (He et al. 2015), 1/√in for tanh and sigmoid. */
export class MLP extends Module {
  readonly #layers: Linear[];
  readonly #activation: (x: tf.Tensor) => tf.Tensor;

  constructor({ sizes, activation = "relu", seed = 0 }: MLPOptions) {
    super();
    if (sizes.length < 2) throw new Error(`An MLP needs at least an input and an output size, not [${sizes.join(", ")}].`);
    const rng = seeded(seed);
    const gain = activation === "relu" || activation === "gelu" ? 2 : 1;
    const layer = (size: number, index: number): Linear => new Linear(sizes[index] ?? 0, size, { rng, std: Math.sqrt(gain / (sizes[index] ?? 1)) });
    this.#layers = sizes.slice(1).map((size, index) => this.part(`layers.${index}`, layer(size, index)));
    this.#activation = ACTIVATIONS[activation];
  }

  forward(x: tf.Tensor): tf.Tensor {
    const last = this.#layers.length - 1;
    return tf.tidy(() => this.#layers.reduce((h, layer, index) => (index < last ? this.#activation(layer.forward(h)) : layer.forward(h)), x));
  }
}
