// Attention from a text to something else, such as a sound: queries from one, keys and values from the other (Vaswani et al. 2017, section 3.2.3).
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { attend, headsOf } from "./heads";
import type { KeyValues } from "./keys-values";
import { Linear } from "./layers";
import { Module } from "./module";

/** x [n, width] and what it looks at [time, width] → [n, width]. */
export class CrossAttention extends Module {
  /** Queries [width, width]. */
  readonly c_q: Linear;
  /** Keys and values in one product [width, 2 width]. */
  readonly c_kv: Linear;
  /** What the heads found, mixed [width, width]. */
  readonly c_proj: Linear;

  constructor(readonly width: number, readonly heads: number, { rng = seeded(0), std = 0.02 }: { rng?: Rng; std?: number } = {}) {
    super();
    if (width % heads !== 0) throw new Error(`A width of ${width} does not divide into ${heads} heads.`);
    this.c_q = this.part("c_q", new Linear(width, width, { rng, std }));
    this.c_kv = this.part("c_kv", new Linear(width, 2 * width, { rng, std }));
    this.c_proj = this.part("c_proj", new Linear(width, width, { rng, std }));
  }

  /** What x finds in itself; `look` is the use. */
  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.look(x, this.keysValues(x)).y);
  }

  /** Of what is looked at [time, width], computed once: [heads, time, size] each; inside a tidy. */
  keysValues(other: tf.Tensor): KeyValues {
    const [k, v] = headsOf(this.c_kv.forward(other), 2, this.heads) as [tf.Tensor, tf.Tensor];
    return { k, v };
  }

  /** x [n, width] → y [n, width], and where each head looked [heads, n, time]: a row adds up to 1; inside a tidy. */
  look(x: tf.Tensor, found: KeyValues): { y: tf.Tensor; weights: tf.Tensor } {
    const [q] = headsOf(this.c_q.forward(x), 1, this.heads) as [tf.Tensor];
    const { y, weights } = attend(q, found);
    return { y: this.c_proj.forward(y), weights };
  }
}
