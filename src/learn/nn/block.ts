// One block of a transformer, pre-norm as in GPT-2: x + attention(norm(x)), then x + mlp(norm(x)).
import * as tf from "@tensorflow/tfjs";
import { type AttentionOptions, MultiHeadAttention } from "./attention";
import { rng as seeded } from "../random";
import { dropout } from "./dropout";
import { exactGelu, gelu } from "./functional";
import type { KeyValues } from "./keys-values";
import { LayerNorm, Linear } from "./layers";
import { Module } from "./module";

/** x [batch, time, width] → [batch, time, width]. */
export class Block extends Module {
  /** The norm before attention. */
  readonly ln_1: LayerNorm;
  /** Attention; its result is added to its input. */
  readonly attn: MultiHeadAttention;
  /** The norm before the linear layers. */
  readonly ln_2: LayerNorm;
  /** Two linear layers; their result is added to their input. */
  readonly mlp: FeedForward;

  constructor(width: number, heads: number, options: AttentionOptions = {}) {
    super();
    const shared = { rng: seeded(0), ...options };
    this.ln_1 = this.part("ln_1", new LayerNorm(width));
    this.attn = this.part("attn", new MultiHeadAttention(width, heads, shared));
    this.ln_2 = this.part("ln_2", new LayerNorm(width));
    this.mlp = this.part("mlp", new FeedForward(width, shared));
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    return tf.tidy(() => {
      const attended = tf.add(x, this.attn.forward(this.ln_1.forward(x), training));
      return tf.add(attended, this.mlp.forward(this.ln_2.forward(attended), training));
    });
  }

  /** As attention's `extend`: x [n, width] → [n, width]. */
  extend(x: tf.Tensor, past?: KeyValues): { y: tf.Tensor; now: KeyValues } {
    const { y, now } = this.attn.extend(this.ln_1.forward(x), past);
    const attended = tf.add(x, y);
    return { y: tf.add(attended, this.mlp.forward(this.ln_2.forward(attended))), now };
  }
}

/** Two linear layers, four times as wide between them, with GELU: x [..., width] → [..., width]. */
export class FeedForward extends Module {
  /** Wider [width, 4 width]. */
  readonly c_fc: Linear;
  /** And back [4 width, width]. */
  readonly c_proj: Linear;
  readonly #gelu: (x: tf.Tensor) => tf.Tensor;
  readonly #dropout: number;

  constructor(width: number, { rng = seeded(0), std = 0.02, outputStd = std, dropout: rate = 0, gelu: kind = "tanh" }: AttentionOptions = {}) {
    super();
    this.c_fc = this.part("c_fc", new Linear(width, 4 * width, { rng, std }));
    this.c_proj = this.part("c_proj", new Linear(4 * width, width, { rng, std: outputStd }));
    this.#gelu = kind === "exact" ? exactGelu : gelu;
    this.#dropout = rate;
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    return tf.tidy(() => dropout(this.c_proj.forward(this.#gelu(this.c_fc.forward(x))), { rate: training ? this.#dropout : 0 }));
  }
}
