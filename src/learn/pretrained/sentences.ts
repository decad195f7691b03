// Sentences as vectors (Reimers & Gurevych 2019): a BERT's token vectors, averaged over the text and scaled to length 1.
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { BERT } from "../nn/bert";
import { bert } from "./bert";
import type { FetchOptions } from "../fetch/package";
import { fetchPublished, type NameOf } from "./published";
import { readTokenizer } from "./tokenizer-file";

/** Texts are cut behind this many tokens, as the model was trained. */
const LONGEST = 256;

export interface EmbedOptions {
  /** Texts at a time. */
  batch?: number;
}

interface TextTokenizer {
  encode(text: string): { ids: number[] };
}

/** Holds the model's memory until it is disposed. */
export class SentenceEncoder {
  constructor(readonly bert: BERT, readonly tokenizer: TextTokenizer) {}

  /** A vector of length 1 a text, in order; the product of two is how alike they are, −1 to 1. */
  async embed(texts: readonly string[], { batch = 32 }: EmbedOptions = {}): Promise<Float32Array[]> {
    const { width } = this.bert.config;
    const vectors = Array.from<Float32Array>({ length: texts.length });
    const byLength = texts.map((text, place) => ({ place, ids: this.#ids(text) })).sort((a, b) => a.ids.length - b.ids.length); // little padding
    for (let start = 0; start < texts.length; start += batch) {
      const taken = byLength.slice(start, start + batch);
      const means = tf.tidy(() => this.#means(taken.map(({ ids }) => ids)));
      const values = await means.data();
      means.dispose();
      taken.forEach(({ place }, i) => (vectors[place] = Float32Array.from(values.slice(i * width, (i + 1) * width))));
    }
    return vectors;
  }

  dispose(): void {
    this.bert.dispose();
  }

  /** [CLS] and [SEP] are among the tokens; the last stays last when the text is cut. */
  #ids(text: string): number[] {
    const { ids } = this.tokenizer.encode(text);
    return ids.length > LONGEST ? [...ids.slice(0, LONGEST - 1), ...ids.slice(-1)] : ids;
  }

  /** Token ids of texts → [texts, width]. */
  #means(ids: number[][]): tf.Tensor {
    const time = Math.max(...ids.map(({ length }) => length));
    const table = (value: (row: number[], column: number) => number): tf.Tensor => tf.tensor2d(ids.flatMap((row) => Array.from({ length: time }, (_, column) => value(row, column))), [ids.length, time], "int32");
    const mask = table((row, column) => (column < row.length ? 1 : 0));
    const hidden = this.bert.encode({ ids: table((row, column) => row[column] ?? 0), mask }); // [texts, time, width]
    const sums = tf.sum(tf.mul(hidden, tf.expandDims(tf.cast(mask, "float32"), 2)), 1);
    return tf.div(sums, tf.maximum(tf.norm(sums, 2, 1, true), 1e-12)); // a mean's length does not matter, so the sum will do
  }
}

/** A model that turns texts into vectors. @param model a published name, which is fetched, or a folder with config.json, tokenizer.json and the weights. @throws if anything is missing or broken. */
export async function sentences(model: NameOf<"sentences"> | (string & {}) = "all-MiniLM-L6-v2", { file, ...options }: FetchOptions & { file?: string } = {}): Promise<SentenceEncoder> {
  const isFolder = existsSync(join(model, "config.json"));
  const folder = isFolder ? model : await fetchPublished(model as NameOf<"sentences">, options);
  const weights = file ?? (isFolder ? "model.safetensors" : "model.fp16.safetensors");
  const tokenizer = await readTokenizer(folder);
  return new SentenceEncoder(await bert(folder, { file: weights, pooler: false }), tokenizer);
}
