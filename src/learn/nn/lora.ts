// LoRA (Hu et al. 2022): a frozen linear layer's result plus a product of two thin matrices, the only ones that are trained.
import * as tf from "@tensorflow/tfjs";
import { rng as seeded } from "../random";
import { Linear, normal } from "./layers";
import { Module } from "./module";

/** How large the added matrices are, and where they go. */
export interface LoRAOptions {
  /** Columns of the first matrix and rows of the second. */
  rank: number;
  /** The product is scaled by alpha / rank. */
  alpha?: number;
  /** Which linear layers, by the end of their names, e.g. ["attn.c_attn"]; all by default. */
  targets?: readonly string[];
  /** Of the first matrix's start values; 0 by default. */
  seed?: number;
}

interface Adapted {
  layer: Linear;
  a: tf.Variable;
  b: tf.Variable;
}

/**
 * Adapters for a model's linear layers: y + (alpha / rank) x·A·B, A [in, rank] normal and B [rank, out] zero at the start, so that the model
 * begins as it was. Its `parameters()` are the adapters' alone; train those, then `merge` them into the model or `detach` them.
 */
export class LoRA extends Module {
  readonly #adapted: Adapted[] = [];
  readonly #scale: number;

  constructor(readonly model: Module, { rank, alpha = rank, targets, seed = 0 }: LoRAOptions) {
    super();
    const rng = seeded(seed);
    this.#scale = alpha / rank;
    for (const [name, layer] of model.layers(Linear)) {
      if (targets && !targets.some((target) => name === target || name.endsWith(`.${target}`))) continue;
      if (layer.adapter) throw new Error(`"${name}" has an adapter already: merge or detach it first.`);
      const [inputs = 0, outputs = 0] = layer.weight.shape;
      const a = this.parameter(`${name}.lora_A`, [inputs, rank], normal(1 / Math.sqrt(inputs), rng));
      const b = this.parameter(`${name}.lora_B`, [rank, outputs], tf.zeros);
      layer.adapter = (x) => tf.mul(tf.matMul(tf.matMul(x, a), b), this.#scale);
      this.#adapted.push({ layer, a, b });
    }
    if (this.#adapted.length === 0) throw new Error(`No linear layer is called ${targets?.join(" or ")}; there are ${[...model.layers(Linear).keys()].slice(0, 8).join(", ")}.`);
  }

  /** The adapted model. */
  forward(x: tf.Tensor, training = false): tf.Tensor {
    return this.model.forward(x, training);
  }

  /** Adds the products to the model's own weights, and detaches: the same results, no cost. */
  merge(): void {
    for (const { layer, a, b } of this.#adapted) tf.tidy(() => layer.weight.assign(tf.add(layer.weight, tf.mul(tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D), this.#scale))));
    this.detach();
  }

  /** Leaves the model as it was. */
  detach(): void {
    for (const { layer } of this.#adapted) layer.adapter = undefined;
    this.#adapted.length = 0;
  }
}
