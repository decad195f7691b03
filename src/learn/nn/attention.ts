// Multi-head self-attention (Vaswani et al. 2017, section 3.2).
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { attention, causalMask, dropout } from "./functional";
import { Linear } from "./layers";
import { Module } from "./module";

export interface AttentionOptions {
  /** Position i sees only positions up to i. */
  causal?: boolean;
  rng?: Rng;
  /** Standard deviation of the start weights, and of the output projection's. */
  std?: number;
  outputStd?: number;
  dropout?: number;
}

/** x [batch, time, width] → [batch, time, width]; the queries, keys and values come from one product, `c_attn` [width, 3 width]. */
export class MultiHeadAttention extends Module {
  readonly c_attn: Linear;
  readonly c_proj: Linear;
  readonly #causal: boolean;
  readonly #dropout: number;

  constructor(readonly width: number, readonly heads: number, { causal = false, rng = seeded(0), std = 0.02, outputStd = std, dropout: rate = 0 }: AttentionOptions = {}) {
    super();
    if (width % heads !== 0) throw new Error(`A width of ${width} does not divide into ${heads} heads.`);
    this.c_attn = this.part("c_attn", new Linear(width, 3 * width, { rng, std }));
    this.c_proj = this.part("c_proj", new Linear(width, width, { rng, std: outputStd }));
    this.#causal = causal;
    this.#dropout = rate;
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    const [batch = 1, time = 1] = x.shape;
    return tf.tidy(() => {
      const mask = this.#causal ? causalMask(time) : undefined;
      const qkv = this.c_attn.forward(tf.reshape(x, [batch * time, this.width]));
      const mixed = this.c_proj.forward(attention(qkv, { batch, time, heads: this.heads, mask }));
      return tf.reshape(dropout(mixed, { rate: training ? this.#dropout : 0 }), x.shape);
    });
  }
}
