// Multi-head self-attention (Vaswani et al. 2017, section 3.2).
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { dropout } from "./dropout";
import { attention, causalMask } from "./functional";
import { attend, headsOf } from "./heads";
import type { KeyValues } from "./keys-values";
import { Linear } from "./layers";
import { Module } from "./module";

/** How attention, or a block with it, is made. */
export interface AttentionOptions {
  /** Position i sees only positions up to i. */
  causal?: boolean;
  /** Draws the start weights; a generator of seed 0 by default. */
  rng?: Rng;
  /** Standard deviation of the start weights, and of the output projection's. */
  std?: number;
  /** As `std`, of the projection at the end; GPT-2 makes it smaller with depth. */
  outputStd?: number;
  /** Rate, in training; 0 by default. */
  dropout?: number;
  /** The GELU of a block: GPT-2's by tanh, which is the default, or `"exact"` as Whisper and BERT have it. */
  gelu?: "tanh" | "exact";
}

/** x [batch, time, width] → [batch, time, width]; the queries, keys and values come from one product, `c_attn` [width, 3 width]. */
export class MultiHeadAttention extends Module {
  /** Queries, keys and values in one product [width, 3 width]. */
  readonly c_attn: Linear;
  /** What the heads found, mixed [width, width]. */
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

  /** For one text, the tokens behind those of `past`, which are not computed anew: x [n, width] → y [n, width]; inside a tidy. */
  extend(x: tf.Tensor, past?: KeyValues): { y: tf.Tensor; now: KeyValues } {
    const [n = 1] = x.shape;
    const [q, newK, newV] = headsOf(this.c_attn.forward(x), 3, this.heads) as [tf.Tensor, tf.Tensor, tf.Tensor];
    const now = past ? { k: tf.concat([past.k, newK], 1), v: tf.concat([past.v, newV], 1) } : { k: newK, v: newV };
    const [, time = n] = now.k.shape;
    const { y } = attend(q, now, this.#causal && n > 1 ? tf.slice(causalMask(time), [time - n, 0]) : undefined);
    return { y: this.c_proj.forward(y), now };
  }
}
