// A published chat model as ONNX: it reads the talk so far a token at a time and answers piece by piece.
import * as v from "valibot";
import type { Tokenizer } from "@huggingface/tokenizers";
import { generate, type GenerateOptions, type Reader } from "../nn/generate";
import type { FetchOptions } from "../fetch/package";
import { readConfig } from "./layout";
import { onnx, type OnnxInput, type OnnxModel } from "./onnx";
import { fetchPublished, isNamed, type NameOf } from "./published";
import { textStream } from "./text-stream";
import { readTokenizer } from "./tokenizer-file";

export interface Message {
  role: "system" | "user" | "assistant";
  content: string;
}

const schema = v.object({
  num_hidden_layers: v.number(),
  num_key_value_heads: v.number(),
  head_dim: v.number(),
  eos_token_id: v.number(),
  max_position_embeddings: v.number(),
});
type ChatConfig = v.InferOutput<typeof schema>;

const SYSTEM: Message = { role: "system", content: "You are a helpful assistant" }; // what the model was trained with

/** Holds the model's memory until it is disposed. */
export class ChatModel {
  constructor(readonly model: OnnxModel, readonly tokenizer: Tokenizer, readonly config: ChatConfig) {}

  /**
   * The answer, in pieces of text as they come. Ends by itself when the model says so, else after `tokens`.
   * @param talk a question, or the messages so far, the last one the user's
   */
  answer(talk: string | readonly Message[], { tokens = 256, ...options }: Partial<GenerateOptions> = {}): AsyncGenerator<string> {
    return textStream(this.answerIds(talk, { tokens, ...options }), (ids) => this.tokenizer.decode(ids));
  }

  /** As `answer`, token ids instead of text, without the one that ends it. */
  async *answerIds(talk: string | readonly Message[], options: GenerateOptions): AsyncGenerator<number> {
    for await (const token of generate(new CachedReader(this.model, this.config), this.config.max_position_embeddings, this.prompt(talk), options)) {
      if (token === this.config.eos_token_id) return;
      yield token;
    }
  }

  /** The talk as token ids, in ChatML, up to where the assistant is to speak. */
  prompt(talk: string | readonly Message[]): number[] {
    const messages = typeof talk === "string" ? [{ role: "user" as const, content: talk }] : talk;
    const all = messages[0]?.role === "system" ? messages : [SYSTEM, ...messages];
    const text = all.map(({ role, content }) => `<|im_start|>${role}\n${content}<|im_end|>\n`).join("");
    return this.tokenizer.encode(`${text}<|im_start|>assistant\n`, { add_special_tokens: false }).ids;
  }

  dispose(): Promise<void> {
    return this.model.dispose();
  }
}

/** Keeps every layer's keys and values. One token a run: the exported graph computes nonsense for several at once. */
class CachedReader implements Reader {
  #seen = 0;
  #past: Record<string, OnnxInput> = {};

  constructor(readonly model: OnnxModel, readonly config: ChatConfig) {
    this.forget();
  }

  async read(ids: number[]): Promise<Float32Array> {
    let logits: Float32Array = new Float32Array();
    for (const id of ids) logits = await this.#step(id);
    return logits;
  }

  forget(): void {
    const { num_key_value_heads: heads, head_dim: size, num_hidden_layers: layers } = this.config;
    const none = { data: new Float32Array(), shape: [1, heads, 0, size] };
    this.#seen = 0;
    this.#past = Object.fromEntries(Array.from({ length: layers }, (_, i) => [[`past_key_values.${i}.key`, none], [`past_key_values.${i}.value`, none]]).flat() as [string, OnnxInput][]);
  }

  async #step(id: number): Promise<Float32Array> {
    const { logits, ...present } = await this.model.run({
      ...this.#past,
      input_ids: { data: [id], shape: [1, 1] },
      attention_mask: { data: new BigInt64Array(this.#seen + 1).fill(1n), shape: [1, this.#seen + 1] },
      position_ids: { data: [this.#seen], shape: [1, 1] },
    });
    this.#past = Object.fromEntries(Object.entries(present).map(([name, value]) => [name.replace("present", "past_key_values"), value]));
    this.#seen++;
    if (!(logits?.data instanceof Float32Array)) throw new Error(`${this.model.path} gives no logits: it is no language model.`);
    return logits.data;
  }
}

/** A model to talk with, computed by ONNX Runtime. @param model a published name, which is fetched, or a folder with config.json, tokenizer.json and the ONNX model. @throws if anything is missing or broken. */
export async function chat(model: NameOf<"chat"> | (string & {}) = "minimind2-small", options: FetchOptions = {}): Promise<ChatModel> {
  const folder = isNamed(model, "chat") ? await fetchPublished(model, options) : model;
  const [config, tokenizer] = [await readConfig(folder, schema), await readTokenizer(folder)];
  return new ChatModel(await onnx(folder, options), tokenizer, config);
}
