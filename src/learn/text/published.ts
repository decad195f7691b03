// OpenAI's published byte-pair vocabularies, through the `gpt-tokenizer` package.
import { readable } from "./bytes";
import type { Tokenizer } from "./tokenizer";

/** `gpt2`: GPT-2 and GPT-3. `cl100k_base`: GPT-4. `o200k_base`: GPT-4o and later. */
export type PublishedVocabulary = "gpt2" | "cl100k_base" | "o200k_base";

interface Published {
  encode(text: string, options?: { disallowedSpecial?: Set<string> }): number[];
  /** Each token's text, or its bytes where it is no whole text. */
  ranks: readonly (string | readonly number[] | undefined)[];
}

/** Loaded on demand: the merge tables are megabytes of source. */
const LOADERS: Record<PublishedVocabulary, () => Promise<Published>> = {
  gpt2: async () => published(await import("gpt-tokenizer/encoding/gpt2"), await import("gpt-tokenizer/bpeRanks/r50k_base")),
  cl100k_base: async () => published(await import("gpt-tokenizer/encoding/cl100k_base"), await import("gpt-tokenizer/bpeRanks/cl100k_base")),
  o200k_base: async () => published(await import("gpt-tokenizer/encoding/o200k_base"), await import("gpt-tokenizer/bpeRanks/o200k_base")),
};

function published({ encode }: Pick<Published, "encode">, { default: ranks }: { default: Published["ranks"] }): Published {
  return { encode, ranks };
}

/**
 * A tokenizer with a vocabulary as published, its special tokens left out: text that looks like one (`<|endoftext|>`) is
 * encoded as plain text. Decoding is ours: the package (4.0.0) keeps half a character from one call for the next.
 */
export async function publishedTokenizer(name: PublishedVocabulary): Promise<Tokenizer> {
  const load = LOADERS[name];
  if (!load) throw new RangeError(`Unknown vocabulary ${JSON.stringify(name)}; the choice is ${Object.keys(LOADERS).join(", ")}.`);
  const { encode, ranks } = await load();
  const bytesAt = (id: number): Buffer => {
    const token = ranks[id];
    if (token === undefined) throw new RangeError(`Token id ${id} is outside the vocabulary of ${ranks.length} tokens (0 to ${ranks.length - 1}).`);
    return typeof token === "string" ? Buffer.from(token, "utf8") : Buffer.from(token);
  };
  let tokens: readonly string[] | undefined;
  return {
    size: ranks.length,
    get tokens() {
      return (tokens ??= Array.from(ranks, (_, id) => readable(bytesAt(id))));
    },
    encode: (text) => encode(text, { disallowedSpecial: new Set() }),
    decode: (ids) => Buffer.concat(Array.from(ids, bytesAt)).toString("utf8"),
  };
}
