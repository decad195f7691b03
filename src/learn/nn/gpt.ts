// GPT-2's decoder (Radford et al. 2019): token and position embeddings, pre-norm blocks, a linear head.
import * as tf from "@tensorflow/tfjs";
import { rng as seeded } from "../random";
import { Block } from "./block";
import { crossEntropy } from "./functional";
import { generate, type GenerateOptions } from "./generate";
import { keepingReader, type KeyValues } from "./keys-values";
import { Embedding, LayerNorm, Linear } from "./layers";
import { Module } from "./module";

/** The sizes of a GPT. */
export interface GPTConfig {
  /** How many tokens there are. */
  vocab: number;
  /** The longest text, in tokens, that it can see. */
  context: number;
  /** Blocks, one behind the other. */
  layers: number;
  /** Attention heads; they divide the width. */
  heads: number;
  /** Length of a token's vector. */
  width: number;
  /** Rate, in training; 0 by default. */
  dropout?: number;
  /** Of the start weights; 0 by default. */
  seed?: number;
  /** The head is the token embedding, transposed, as in GPT-2. */
  tied?: boolean;
}

/** Parameters are named as in GPT-2's published weights: `wte.weight`, `h.0.attn.c_attn.weight` [in, out], … */
export class GPT extends Module {
  /** Token embeddings [vocab, width]. */
  readonly wte: Embedding;
  /** Position embeddings [context, width]. */
  readonly wpe: Embedding;
  /** The blocks. */
  readonly h: Block[];
  /** The norm before the head. */
  readonly ln_f: LayerNorm;
  /** The head [width, vocab]; none where it is tied to `wte`. */
  readonly lm_head: Linear | undefined;

  constructor(readonly config: GPTConfig) {
    super();
    const { vocab, context, layers, heads, width, dropout = 0, seed = 0, tied = false } = config;
    const rng = seeded(seed);
    const outputStd = 0.02 / Math.sqrt(2 * layers); // keeps the residual stream's variance, as GPT-2 does
    this.wte = this.part("wte", new Embedding(vocab, width, { rng }));
    this.wpe = this.part("wpe", new Embedding(context, width, { rng }));
    this.h = Array.from({ length: layers }, (_, i) => this.part(`h.${i}`, new Block(width, heads, { causal: true, rng, outputStd, dropout })));
    this.ln_f = this.part("ln_f", new LayerNorm(width));
    this.lm_head = tied ? undefined : this.part("lm_head", new Linear(width, vocab, { rng, std: 0.02, bias: false }));
  }

  /** ids [batch, time] → logits [batch, time, vocab]. Throws if time exceeds the context. */
  forward(ids: tf.Tensor, training = false): tf.Tensor {
    const [batch = 1, time = 1] = ids.shape;
    return tf.tidy(() => tf.reshape(this.#logits(ids, training), [batch, time, this.config.vocab]));
  }

  /** Mean cross-entropy in nats of predicting y [batch, time] from x [batch, time], both token ids. */
  loss(x: tf.Tensor, y: tf.Tensor, training = true): tf.Scalar {
    return tf.tidy(() => crossEntropy(this.#logits(x, training), tf.reshape(y, [-1])));
  }

  /** ids [batch, time] → [batch · time, vocab]. */
  #logits(ids: tf.Tensor, training: boolean): tf.Tensor {
    const { context, width } = this.config;
    const [batch = 1, time = 1] = ids.shape;
    if (ids.rank !== 2 || time > context) throw new Error(`GPT takes ids [batch, time ≤ ${context}], not [${ids.shape.join(", ")}].`);
    const position = time === context ? this.wpe.weight : tf.slice(this.wpe.weight, 0, time);
    let x = tf.add(this.wte.forward(ids), position); // [batch, time, width]
    for (const block of this.h) x = block.forward(x, training);
    return this.#head(tf.reshape(x, [batch * time, width]));
  }

  /** [n, width] → [n, vocab]. */
  #head(x: tf.Tensor): tf.Tensor {
    const { vocab, width } = this.config;
    const normed = this.ln_f.forward(x);
    return this.lm_head ? this.lm_head.forward(normed) : tf.matMul(normed, tf.reshape(this.wte.weight, [vocab, width]), false, true);
  }

  /**
   * Continues the prompt, a token at a time; keys and values of earlier tokens are kept, so that each costs as much as the first. Past the
   * context it sees the last `context` tokens, at new places each time: there all of them are computed anew. Throws on an empty prompt.
   */
  generate(prompt: number[], options: GenerateOptions): AsyncGenerator<number> {
    return generate(keepingReader((ids, seen, past) => this.#extend(ids, seen, past)), this.config.context, prompt, options);
  }

  #extend(ids: number[], seen: number, past: readonly KeyValues[]): { logits: tf.Tensor; layers: KeyValues[] } {
    let x = tf.add(this.wte.forward(tf.tensor1d(ids, "int32")), tf.slice(this.wpe.weight, seen, ids.length)); // [n, width]
    const layers = this.h.map((block, i) => {
      const { y, now } = block.extend(x, past[i]);
      x = y;
      return now;
    });
    return { logits: this.#head(tf.slice(x, [ids.length - 1, 0])), layers };
  }
}

/** Sizes of small GPTs, without vocabulary and context (after minGPT), and of GPT-2 itself. */
export const presets = {
  "gpt-nano": { layers: 3, heads: 3, width: 48 },
  "gpt-micro": { layers: 4, heads: 4, width: 128 },
  "gpt-mini": { layers: 6, heads: 6, width: 192 },
  gpt2: { layers: 12, heads: 12, width: 768, vocab: 50257, context: 1024, tied: true },
} as const satisfies Record<string, Partial<GPTConfig>>;
