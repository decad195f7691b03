// BERT's encoder (Devlin et al. 2019): token, position and segment embeddings, post-norm blocks; heads for masked tokens and for classes.
import * as tf from "@tensorflow/tfjs";
import { type Rng, rng as seeded } from "../random";
import { dropout } from "./dropout";
import { attention, crossEntropy, exactGelu } from "./functional";
import { Embedding, LayerNorm, Linear } from "./layers";
import { Module } from "./module";

/** The sizes of a BERT. */
export interface BERTConfig {
  /** How many tokens there are. */
  vocab: number;
  /** The longest text, in tokens. */
  context: number;
  /** Blocks, one behind the other. */
  layers: number;
  /** Attention heads; they divide the width. */
  heads: number;
  /** Length of a token's vector. */
  width: number;
  /** Width between the two linear layers of a block. */
  inner?: number;
  /** Kinds of segments: BERT's two, sentence A and sentence B. */
  segments?: number;
  /** The pooler makes one vector of the first token's: tanh of a linear layer. */
  pooler?: boolean;
  /** Rate, in training; 0 by default. */
  dropout?: number;
  /** Of the start weights; 0 by default. */
  seed?: number;
}

/** A batch of texts, padded to one length. */
export interface BERTInput {
  /** Token ids [batch, time]. */
  ids: tf.Tensor;
  /** 1 where there is a token, 0 where there is padding [batch, time]; all ones by default. */
  mask?: tf.Tensor;
  /** Segment of each token [batch, time]; all zeros by default. */
  segments?: tf.Tensor;
}

const EPS = 1e-12;

/** Parameters are named as in the published weights: `embeddings.word_embeddings.weight`, `encoder.layer.0.attention.self.query.weight` [in, out], … */
export class BERT extends Module {
  /** Token embeddings [vocab, width]. */
  readonly words: Embedding;
  readonly #positions: Embedding;
  readonly #segments: Embedding;
  readonly #norm: LayerNorm;
  readonly #layers: EncoderLayer[];
  readonly #pooler: Linear | undefined;

  constructor(readonly config: BERTConfig) {
    super();
    const { vocab, context, layers, width, segments = 2, pooler = true, seed = 0 } = config;
    const rng = seeded(seed);
    this.words = this.part("embeddings.word_embeddings", new Embedding(vocab, width, { rng }));
    this.#positions = this.part("embeddings.position_embeddings", new Embedding(context, width, { rng }));
    this.#segments = this.part("embeddings.token_type_embeddings", new Embedding(segments, width, { rng }));
    this.#norm = this.part("embeddings.LayerNorm", new LayerNorm(width, EPS));
    this.#layers = Array.from({ length: layers }, (_, i) => this.part(`encoder.layer.${i}`, new EncoderLayer(config, rng)));
    this.#pooler = pooler ? this.part("pooler.dense", new Linear(width, width, { rng, std: 0.02 })) : undefined;
  }

  /** ids [batch, time] → [batch, time, width]. */
  forward(ids: tf.Tensor, training = false): tf.Tensor {
    return this.encode({ ids }, training);
  }

  /** → [batch, time, width]: what each token means where it stands. Throws if time exceeds the context. */
  encode({ ids, mask, segments }: BERTInput, training = false): tf.Tensor {
    const [batch = 1, time = 1] = ids.shape;
    const { context, width, heads } = this.config;
    if (ids.rank !== 2 || time > context) throw new Error(`BERT takes ids [batch, time ≤ ${context}], not [${ids.shape.join(", ")}].`);
    return tf.tidy(() => {
      const kinds = segments ? this.#segments.forward(segments) : tf.slice(this.#segments.weight, 0, 1);
      const embedded = tf.add(tf.add(this.words.forward(ids), tf.slice(this.#positions.weight, 0, time)), kinds); // [batch, time, width]
      const rows = this.#drop(this.#norm.forward(tf.reshape(embedded, [batch * time, width])), training);
      const hidden = mask && tf.reshape(tf.tile(tf.reshape(tf.mul(tf.sub(1, tf.cast(mask, "float32")), -1e9), [batch, 1, 1, time]), [1, heads, 1, 1]), [batch * heads, 1, time]);
      const encoded = this.#layers.reduce((x, layer) => layer.encode(x, { batch, time, heads, mask: hidden }, training), rows);
      return tf.reshape(encoded, [batch, time, width]);
    });
  }

  /** One vector a text [batch, width]: tanh of a linear layer of the first token's. Throws without a pooler. */
  pooled(input: BERTInput, training = false): tf.Tensor {
    const pooler = this.#pooler;
    if (!pooler) throw new Error("This BERT was built without its pooler.");
    return tf.tidy(() => tf.tanh(pooler.forward(tf.squeeze(tf.slice(this.encode(input, training), [0, 0, 0], [-1, 1, -1]), [1]))));
  }

  #drop(x: tf.Tensor, training: boolean): tf.Tensor {
    return dropout(x, { rate: training ? (this.config.dropout ?? 0) : 0 });
  }
}

interface Places {
  batch: number;
  time: number;
  /** Attention heads; they divide the width. */
  heads: number;
  /** [batch · heads, 1, time]: 0 for tokens, −10⁹ for padding. */
  mask: tf.Tensor | undefined;
}

/** Attention, then two linear layers, each added to its input and normalised after: x [batch · time, width] → the same. */
class EncoderLayer extends Module {
  readonly #query: Linear;
  readonly #key: Linear;
  readonly #value: Linear;
  readonly #attended: Linear;
  readonly #attendedNorm: LayerNorm;
  readonly #intermediate: Linear;
  readonly #output: Linear;
  readonly #outputNorm: LayerNorm;
  readonly #dropout: number;

  constructor({ width, heads, inner = 4 * width, dropout: rate = 0 }: BERTConfig, rng: Rng) {
    super();
    if (width % heads !== 0) throw new Error(`A width of ${width} does not divide into ${heads} heads.`);
    const linear = (name: string, inputs: number, outputs: number): Linear => this.part(name, new Linear(inputs, outputs, { rng, std: 0.02 }));
    this.#query = linear("attention.self.query", width, width);
    this.#key = linear("attention.self.key", width, width);
    this.#value = linear("attention.self.value", width, width);
    this.#attended = linear("attention.output.dense", width, width);
    this.#attendedNorm = this.part("attention.output.LayerNorm", new LayerNorm(width, EPS));
    this.#intermediate = linear("intermediate.dense", width, inner);
    this.#output = linear("output.dense", inner, width);
    this.#outputNorm = this.part("output.LayerNorm", new LayerNorm(width, EPS));
    this.#dropout = rate;
  }

  forward(x: tf.Tensor, training = false): tf.Tensor {
    const [batch = 1, time = 1, width = 1] = x.shape;
    return tf.tidy(() => tf.reshape(this.encode(tf.reshape(x, [batch * time, width]), { batch, time, heads: 1, mask: undefined }, training), x.shape));
  }

  encode(x: tf.Tensor, places: Places, training: boolean): tf.Tensor {
    const rate = training ? this.#dropout : 0;
    const qkv = tf.concat([this.#query.forward(x), this.#key.forward(x), this.#value.forward(x)], 1); // [batch · time, 3 width]
    const attended = dropout(this.#attended.forward(attention(qkv, places)), { rate });
    const middle = this.#attendedNorm.forward(tf.add(x, attended));
    const mixed = dropout(this.#output.forward(exactGelu(this.#intermediate.forward(middle))), { rate });
    return this.#outputNorm.forward(tf.add(middle, mixed));
  }
}

/** Predicts tokens that were masked: a dense layer with GELU and norm, then the word embeddings, transposed, and a bias. */
export class MaskedLM extends Module {
  /** The encoder below the head. */
  readonly bert: BERT;
  readonly #dense: Linear;
  readonly #norm: LayerNorm;
  readonly #bias: tf.Variable;

  constructor(readonly config: BERTConfig) {
    super();
    const { vocab, width, seed = 0 } = config;
    this.bert = this.part("bert", new BERT({ ...config, pooler: false }));
    this.#dense = this.part("cls.predictions.transform.dense", new Linear(width, width, { rng: seeded(seed + 1), std: 0.02 }));
    this.#norm = this.part("cls.predictions.transform.LayerNorm", new LayerNorm(width, EPS));
    this.#bias = this.parameter("cls.predictions.bias", [vocab], tf.zeros);
  }

  /** ids [batch, time] → logits [batch, time, vocab]. */
  forward(ids: tf.Tensor, training = false): tf.Tensor {
    return this.predict({ ids }, training);
  }

  /** Logits of every token at every position [batch, time, vocab]. */
  predict(input: BERTInput, training = false): tf.Tensor {
    const { vocab, width } = this.config;
    return tf.tidy(() => {
      const hidden = tf.reshape(this.bert.encode(input, training), [-1, width]);
      const transformed = this.#norm.forward(exactGelu(this.#dense.forward(hidden)));
      const logits = tf.add(tf.matMul(transformed, this.bert.words.weight as tf.Tensor2D, false, true), this.#bias);
      return tf.reshape(logits, [...input.ids.shape, vocab]);
    });
  }

  /** Mean cross-entropy in nats over the positions [n] (row · time + column) that were masked, against the tokens that stood there [n]. */
  loss(input: BERTInput, positions: tf.Tensor, tokens: tf.Tensor, training = true): tf.Scalar {
    return tf.tidy(() => crossEntropy(tf.gather(tf.reshape(this.predict(input, training), [-1, this.config.vocab]), tf.cast(positions, "int32")), tokens));
  }
}

/** Sorts texts into classes by the pooled vector. */
export class TextClassifier extends Module {
  /** The encoder below the head. */
  readonly bert: BERT;
  readonly #head: Linear;

  constructor(readonly config: BERTConfig & { classes: number }) {
    super();
    const { width, classes, seed = 0 } = config;
    this.bert = this.part("bert", new BERT({ ...config, pooler: true }));
    this.#head = this.part("classifier", new Linear(width, classes, { rng: seeded(seed + 2), std: 0.02 }));
  }

  /** ids [batch, time] → logits [batch, classes]. */
  forward(ids: tf.Tensor, training = false): tf.Tensor {
    return this.classify({ ids }, training);
  }

  /** Logits of the classes [batch, classes]. */
  classify(input: BERTInput, training = false): tf.Tensor {
    return tf.tidy(() => this.#head.forward(dropout(this.bert.pooled(input, training), { rate: training ? (this.config.dropout ?? 0) : 0 })));
  }

  /** Mean cross-entropy in nats against class ids [batch]. */
  loss(input: BERTInput, labels: tf.Tensor, training = true): tf.Scalar {
    return tf.tidy(() => crossEntropy(this.classify(input, training), labels));
  }
}

/** Sizes without vocabulary and context, but for the published models. */
export const bertPresets = {
  "bert-nano": { layers: 2, heads: 2, width: 64 },
  "bert-base": { layers: 12, heads: 12, width: 768, vocab: 30522, context: 512 },
  minilm: { layers: 6, heads: 12, width: 384, vocab: 30522, context: 512 },
} as const satisfies Record<string, Partial<BERTConfig>>;
