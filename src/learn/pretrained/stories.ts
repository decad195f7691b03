// A Llama that learnt from TinyStories (Eldan & Li 2023), trained by A. Karpathy: it tells stories for small children.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { GenerateOptions } from "../nn/generate";
import type { Llama } from "../nn/llama";
import type { FetchOptions } from "../fetch/package";
import { sentencePieces } from "../text/sentencepiece";
import type { Tokenizer } from "../text/tokenizer";
import { decodeLlama2c, llamaOf } from "./llama2c";
import { fetchPublished, isNamed, type NameOf } from "./published";
import { textStream } from "./text-stream";

/** The token before each story, and so the one behind it. */
const START = 1;

/** Holds the model's memory until it is disposed. */
export class StoryTeller {
  constructor(readonly model: Llama, readonly tokenizer: Tokenizer) {}

  /** A story that goes on from its beginning, in pieces of text as they come; the beginning is not repeated. It ends by itself, or where the context does. */
  tell(beginning = "", options: Partial<GenerateOptions> = {}): AsyncGenerator<string> {
    const start = this.tokenizer.decode(this.prompt(beginning).slice(1));
    const told = (ids: number[]): string => this.tokenizer.decode([...this.prompt(beginning).slice(1), ...ids]).slice(start.length);
    return textStream(this.tellIds(beginning, options), told);
  }

  /** As `tell`, token ids instead of text. */
  async *tellIds(beginning = "", options: Partial<GenerateOptions> = {}): AsyncGenerator<number> {
    const prompt = this.prompt(beginning);
    const left = this.model.config.context - prompt.length;
    for await (const token of this.model.generate(prompt, { ...options, tokens: Math.min(options.tokens ?? left, left) })) {
      if (token === START) return;
      yield token;
    }
  }

  prompt(beginning: string): number[] {
    return [START, ...this.tokenizer.encode(beginning)];
  }

  dispose(): void {
    this.model.dispose();
  }
}

/** A small Llama that tells stories. @param model a published name, which is fetched, or a file of llama2.c with its tokenizer behind it. @throws if it is missing, cut short or another file. */
export async function stories(model: NameOf<"stories"> | (string & {}) = "tiny-stories-15m", options: FetchOptions = {}): Promise<StoryTeller> {
  const path = isNamed(model, "stories") ? join(await fetchPublished(model, options), "llama2.data") : model;
  const file = await readFile(path).catch(() => Promise.reject(new Error(`${path} is missing.`)));
  const read = decodeLlama2c(file, path);
  return new StoryTeller(llamaOf(read), sentencePieces(read.pieces));
}
