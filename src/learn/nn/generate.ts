// Continues a text token by token, with any model that keeps what it has read.
import { rng as seeded } from "../random";
import { type SamplingOptions, sample } from "./sample";

/** How a text is continued. */
export interface GenerateOptions extends SamplingOptions {
  /** How many tokens to make. */
  tokens: number;
  /** Of the draws; 0 by default. */
  seed?: number;
  /** Aborting ends the generation after the current token. */
  signal?: AbortSignal;
}

/** Reads a text piece by piece and keeps what it needs of it (keys and values), so that each token is computed once. */
export interface Reader {
  /** Logits behind the last of these tokens, which stand behind those that were read. */
  read(ids: number[]): Promise<Float32Array>;
  /** Frees what was kept: the next text starts afresh. */
  forget(): void;
}

/**
 * Continues the prompt. Past the context the model sees the last `context` tokens, at new places each time: there all of them are read anew.
 * Throws on an empty prompt.
 */
export async function* generate(reader: Reader, context: number, prompt: number[], { tokens, seed = 0, signal, ...sampling }: GenerateOptions): AsyncGenerator<number> {
  if (prompt.length === 0) throw new Error("generate needs a prompt of at least one token.");
  const rng = seeded(seed);
  const text = [...prompt];
  let seen = 0;
  try {
    for (let made = 0; made < tokens && !signal?.aborted; made++) {
      const fits = text.length <= context;
      if (!fits) reader.forget();
      const logits = await reader.read(fits ? text.slice(seen) : text.slice(-context));
      seen = text.length;
      const token = sample(logits, sampling, rng);
      text.push(token);
      yield token;
    }
  } finally {
    reader.forget();
  }
}
