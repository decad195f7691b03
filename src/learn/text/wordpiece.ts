// WordPiece as BERT has it (Wu et al. 2016; Devlin et al. 2018): words in pieces, the longest known one first; a piece inside a word begins with "##".
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Tokenizer as HuggingFaceTokenizer } from "@huggingface/tokenizers";
import type { FetchOptions } from "../fetch/package";
import { fetchPublished } from "../pretrained/published";
import { readTokenizer } from "../pretrained/tokenizer-file";
import { tokenAt, type Tokenizer } from "./tokenizer";
import { learnPieces } from "./wordpiece-training";

/** BERT's own, in BERT's order. */
const SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] as const;

/** BERT's tokenizer. */
export interface WordPieceTokenizer extends Tokenizer {
  /** Ids of a text; `special` puts [CLS] before and [SEP] behind. A word that cannot be pieced together becomes [UNK]. */
  encode(text: string, options?: { special?: boolean }): number[];
  /** The pieces of a text, as text. */
  pieces(text: string): string[];
  /** The id of a token such as [MASK], or undefined. */
  id(token: string): number | undefined;
  /** As Hugging Face's tokenizer.json, which Python's `tokenizers` opens. */
  definition?: object;
}

/**
 * Trains WordPiece as Hugging Face's `BertWordPieceTokenizer` does: the pair that occurs most is joined, again and again; of equals, the one learnt first.
 * Stops early when no pair occurs twice.
 * @param vocabSize how many tokens to end with, the five special ones and the alphabet included
 * @throws RangeError if the vocabulary is too small for them
 */
export async function trainWordPiece(corpus: string | Iterable<string>, vocabSize: number, { lowercase = true }: { lowercase?: boolean } = {}): Promise<WordPieceTokenizer> {
  const { Tokenizer } = await import("@huggingface/tokenizers");
  const untrained = new Tokenizer(definitionOf([...SPECIAL], lowercase), {});
  const texts = typeof corpus === "string" ? [corpus] : [...corpus];
  const words = texts.flatMap((text) => untrained.pre_tokenizer?.pre_tokenize(untrained.normalizer?.normalize(text) ?? text) ?? []);
  const definition = definitionOf(learnPieces(words, SPECIAL, vocabSize), lowercase);
  return { ...wrapped(new Tokenizer(definition, {})), definition };
}

/**
 * A published one: BERT's 30,522 English pieces by the name "all-MiniLM-L6-v2" (fetched by npm once, with the model), or a folder with a tokenizer.json.
 * @throws if there is none, or it is broken.
 */
export async function wordPiece(model: "all-MiniLM-L6-v2" | (string & {}) = "all-MiniLM-L6-v2", options: FetchOptions = {}): Promise<WordPieceTokenizer> {
  const isFolder = model !== "all-MiniLM-L6-v2";
  if (isFolder && !existsSync(join(model, "tokenizer.json"))) throw new Error(`${model} has no tokenizer.json; name such a folder, or "all-MiniLM-L6-v2".`);
  return wrapped(await readTokenizer(isFolder ? model : await fetchPublished("all-MiniLM-L6-v2", options)));
}

function wrapped(tokenizer: HuggingFaceTokenizer): WordPieceTokenizer {
  const vocabulary = [...tokenizer.get_vocab()].sort(([, a], [, b]) => a - b);
  const tokens = vocabulary.map(([token]) => token);
  return {
    size: tokens.length,
    tokens,
    encode: (text, { special = false } = {}) => tokenizer.encode(text, { add_special_tokens: special }).ids,
    pieces: (text) => tokenizer.encode(text, { add_special_tokens: false }).tokens,
    id: (token) => tokenizer.token_to_id(token),
    decode(ids) {
      const list = [...ids];
      for (const id of list) tokenAt(tokens, id); // Hugging Face's skips what it does not know
      return list.length === 0 ? "" : tokenizer.decode(list, { skip_special_tokens: false });
    },
  };
}

/** A tokenizer.json as `BertWordPieceTokenizer` saves it. */
function definitionOf(tokens: readonly string[], lowercase: boolean): object {
  const id = (token: string): number => tokens.indexOf(token);
  const special = (token: string): object => ({ SpecialToken: { id: token, type_id: 0 } });
  const sequence = (name: "A" | "B", type: number): object => ({ Sequence: { id: name, type_id: type } });
  return {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map((content) => ({ id: id(content), content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true })),
    normalizer: { type: "BertNormalizer", clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: {
      type: "TemplateProcessing",
      single: [special("[CLS]"), sequence("A", 0), special("[SEP]")],
      pair: [special("[CLS]"), sequence("A", 0), special("[SEP]"), sequence("B", 1), special("[SEP]")],
      special_tokens: Object.fromEntries(["[CLS]", "[SEP]"].map((token) => [token, { id: token, ids: [id(token)], tokens: [token] }])),
    },
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: { type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##", max_input_chars_per_word: 100, vocab: Object.fromEntries(tokens.map((token, place) => [token, place])) },
  };
}
