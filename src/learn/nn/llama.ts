// Llama's decoder (Touvron et al. 2023): RMS norm, rotary positions, attention with fewer keys than queries, SwiGLU.
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { causalMask, crossEntropy } from "./functional";
import { generate, type GenerateOptions } from "./generate";
import { keepingReader, type KeyValues } from "./keys-values";
import { Embedding, Linear } from "./layers";
import { Module } from "./module";
import { rotate, silu } from "./rotary";

/** The sizes of a Llama. */
export interface LlamaConfig {
  /** How many tokens there are. */
  vocab: number;
  /** The longest text, in tokens. */
  context: number;
  /** Blocks, one behind the other. */
  layers: number;
  /** Attention heads; they divide the width. */
  heads: number;
  /** Heads of keys and values, each shared by heads / kvHeads queries (Ainslie et al. 2023); as many as heads by default. */
  kvHeads?: number;
  /** Length of a token's vector. */
  width: number;
  /** Width between the linear layers of SwiGLU. */
  inner: number;
  /** The rotary positions' base. */
  theta?: number;
  /** Under the root of the norms. */
  eps?: number;
  /** The head is the token embedding, transposed. */
  tied?: boolean;
  /** Of the start weights; 0 by default. */
  seed?: number;
}

const STD = 0.02;

/** Scales the last axis of x [..., width] to a mean square of 1, then by weight (Zhang & Sennrich 2019): no mean is taken off, nothing is added. */
export class RMSNorm extends Module {
  /** [width], ones at the start. */
  readonly weight: tf.Variable;

  constructor(width: number, readonly eps = 1e-5) {
    super();
    this.weight = this.parameter("weight", [width], tf.ones);
  }

  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => tf.mul(tf.mul(x, tf.rsqrt(tf.add(tf.mean(tf.square(x), -1, true), this.eps))), this.weight));
  }
}

/** Parameters are named as Hugging Face's, without "model.": `embed_tokens.weight`, `layers.0.self_attn.q_proj.weight` [in, out], … */
export class Llama extends Module {
  /** Token embeddings [vocab, width]. */
  readonly embed_tokens: Embedding;
  /** The norm before the head. */
  readonly norm: RMSNorm;
  /** The head [width, vocab]; none where it is tied to the embeddings. */
  readonly lm_head: Linear | undefined;
  readonly #layers: Layer[];

  constructor(readonly config: LlamaConfig) {
    super();
    const { vocab, width, eps, tied = false, seed = 0 } = config;
    const rng = seeded(seed);
    this.embed_tokens = this.part("embed_tokens", new Embedding(vocab, width, { rng, std: STD }));
    this.#layers = Array.from({ length: config.layers }, (_, i) => this.part(`layers.${i}`, new Layer(config, rng)));
    this.norm = this.part("norm", new RMSNorm(width, eps));
    this.lm_head = tied ? undefined : this.part("lm_head", new Linear(width, vocab, { rng, std: STD, bias: false }));
  }

  /** ids [batch, time] → logits [batch, time, vocab]. Throws if time exceeds the context. */
  forward(ids: tf.Tensor): tf.Tensor {
    const { context, vocab, width } = this.config;
    const [batch = 1, time = 1] = ids.shape;
    if (ids.rank !== 2 || time > context) throw new Error(`Llama takes ids [batch, time ≤ ${context}], not [${ids.shape.join(", ")}].`);
    return tf.tidy(() => {
      const x = this.#layers.reduce((x, layer) => layer.forward(x), this.embed_tokens.forward(ids)); // [batch, time, width]
      return tf.reshape(this.#head(tf.reshape(x, [batch * time, width])), [batch, time, vocab]);
    });
  }

  /** Mean cross-entropy in nats of predicting y [batch, time] from x [batch, time], both token ids. */
  loss(x: tf.Tensor, y: tf.Tensor): tf.Scalar {
    return tf.tidy(() => crossEntropy(tf.reshape(this.forward(x), [-1, this.config.vocab]), tf.reshape(y, [-1])));
  }

  /** Continues the prompt, a token at a time, keeping keys and values; as GPT's `generate`. */
  generate(prompt: number[], options: GenerateOptions): AsyncGenerator<number> {
    return generate(keepingReader((ids, seen, past) => this.#extend(ids, seen, past)), this.config.context, prompt, options);
  }

  #extend(ids: number[], seen: number, past: readonly KeyValues[]): { logits: tf.Tensor; layers: KeyValues[] } {
    let x = this.embed_tokens.forward(tf.tensor2d([ids], undefined, "int32")); // [1, n, width]
    const layers = this.#layers.map((layer, i) => {
      const { y, now } = layer.extend(x, seen, past[i]);
      x = y;
      return now;
    });
    return { logits: this.#head(tf.slice(tf.squeeze(x, [0]), [ids.length - 1, 0])), layers };
  }

  /** [n, width] → [n, vocab]. */
  #head(x: tf.Tensor): tf.Tensor {
    const normed = this.norm.forward(x);
    return this.lm_head ? this.lm_head.forward(normed) : tf.matMul(normed, this.embed_tokens.weight as tf.Tensor2D, false, true);
  }
}

/** x + attention(norm(x)), then x + mlp(norm(x)): x [batch, time, width] → the same. */
class Layer extends Module {
  readonly #inputNorm: RMSNorm;
  readonly #attention: GroupedAttention;
  readonly #middleNorm: RMSNorm;
  readonly #mlp: SwiGLU;

  constructor(config: LlamaConfig, rng: Rng) {
    super();
    this.#inputNorm = this.part("input_layernorm", new RMSNorm(config.width, config.eps));
    this.#attention = this.part("self_attn", new GroupedAttention(config, rng));
    this.#middleNorm = this.part("post_attention_layernorm", new RMSNorm(config.width, config.eps));
    this.#mlp = this.part("mlp", new SwiGLU(config, rng));
  }

  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.extend(x, 0).y);
  }

  /** x [batch, n, width] behind `seen` tokens with these keys and values; inside a tidy. */
  extend(x: tf.Tensor, seen: number, past?: KeyValues): { y: tf.Tensor; now: KeyValues } {
    const { y, now } = this.#attention.extend(this.#inputNorm.forward(x), seen, past);
    const attended = tf.add(x, y);
    return { y: tf.add(attended, this.#mlp.forward(this.#middleNorm.forward(attended))), now };
  }
}

/** Causal attention with rotary positions, in which groups of queries share a key and a value. */
class GroupedAttention extends Module {
  readonly #query: Linear;
  readonly #key: Linear;
  readonly #value: Linear;
  readonly #output: Linear;
  readonly #heads: number;
  readonly #kvHeads: number;
  readonly #theta: number | undefined;

  constructor({ width, heads, kvHeads = heads, theta }: LlamaConfig, rng: Rng) {
    super();
    if (width % heads !== 0 || heads % kvHeads !== 0) throw new Error(`A width of ${width} does not divide into ${heads} heads, or these into ${kvHeads} heads of keys.`);
    const linear = (name: string, inputs: number, outputs: number): Linear => this.part(name, new Linear(inputs, outputs, { rng, std: STD, bias: false }));
    this.#query = linear("q_proj", width, width);
    this.#key = linear("k_proj", width, (width / heads) * kvHeads);
    this.#value = linear("v_proj", width, (width / heads) * kvHeads);
    this.#output = linear("o_proj", width, width);
    [this.#heads, this.#kvHeads, this.#theta] = [heads, kvHeads, theta];
  }

  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.extend(x, 0).y);
  }

  /** As Layer's: x [batch, n, width]; keys and values are [batch · kvHeads, time, size]. */
  extend(x: tf.Tensor, seen: number, past?: KeyValues): { y: tf.Tensor; now: KeyValues } {
    const [batch = 1, n = 1, width = 1] = x.shape;
    const size = width / this.#heads;
    const places = { from: seen, ...(this.#theta === undefined ? {} : { theta: this.#theta }) };
    const q = rotate(split(this.#query.forward(x), this.#heads), places);
    const [k, v] = [rotate(split(this.#key.forward(x), this.#kvHeads), places), split(this.#value.forward(x), this.#kvHeads)];
    const now = past ? { k: tf.concat([past.k, k], 1), v: tf.concat([past.v, v], 1) } : { k, v };
    const [keys, values] = [shared(now.k, this.#heads / this.#kvHeads), shared(now.v, this.#heads / this.#kvHeads)];
    const scores = tf.mul(tf.matMul(q, keys, false, true), 1 / Math.sqrt(size)); // [batch · heads, n, seen + n]
    const weights = tf.softmax(n === 1 ? scores : tf.add(scores, tf.slice(causalMask(seen + n), [seen, 0])));
    const joined = tf.transpose(tf.reshape(tf.matMul(weights, values), [batch, this.#heads, n, size]), [0, 2, 1, 3]);
    return { y: this.#output.forward(tf.reshape(joined, [batch, n, width])), now };
  }
}

/** [batch, n, heads · size] → [batch · heads, n, size]. */
function split(x: tf.Tensor, heads: number): tf.Tensor {
  const [batch = 1, n = 1, width = 1] = x.shape;
  return tf.reshape(tf.transpose(tf.reshape(x, [batch, n, heads, width / heads]), [0, 2, 1, 3]), [batch * heads, n, width / heads]);
}

/** Each of x [rows, time, size] `times` over: [rows · times, time, size]. */
function shared(x: tf.Tensor, times: number): tf.Tensor {
  const [rows = 1, time = 1, size = 1] = x.shape;
  return times === 1 ? x : tf.reshape(tf.tile(tf.reshape(x, [rows, 1, time * size]), [1, times, 1]), [rows * times, time, size]);
}

/** down(silu(gate(x)) · up(x)) (Shazeer 2020): x [..., width] → the same. */
class SwiGLU extends Module {
  readonly #gate: Linear;
  readonly #up: Linear;
  readonly #down: Linear;

  constructor({ width, inner }: LlamaConfig, rng: Rng) {
    super();
    this.#gate = this.part("gate_proj", new Linear(width, inner, { rng, std: STD, bias: false }));
    this.#up = this.part("up_proj", new Linear(width, inner, { rng, std: STD, bias: false }));
    this.#down = this.part("down_proj", new Linear(inner, width, { rng, std: STD, bias: false }));
  }

  forward(x: tf.Tensor): tf.Tensor {
    return tf.tidy(() => this.#down.forward(tf.mul(silu(this.#gate.forward(x)), this.#up.forward(x))));
  }
}

/** A small one without vocabulary and context, and Karpathy's TinyStories model (llama2.c). */
export const llamaPresets = {
  "llama-nano": { layers: 3, heads: 4, kvHeads: 2, width: 48, inner: 128 },
  "tiny-stories-15m": { layers: 6, heads: 6, width: 288, inner: 768, vocab: 32_000, context: 256, tied: true },
} as const satisfies Record<string, Partial<LlamaConfig>>;
