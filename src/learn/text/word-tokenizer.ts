// One token a word (or whatever `split` cuts a text into), after the corpus's most frequent ones.
import { ranked, tokenAt, type Tokenizer } from "./tokenizer";

/** How a word tokenizer cuts, and which words it keeps. */
export interface WordTokenizerOptions {
  /** Cuts a text into words; decoding joins them with `between`. By default at blanks. */
  split?: (text: string) => string[];
  /** What decoding puts between words: by default a blank, or nothing where `split` is given. */
  between?: string;
  /** Keep only so many of the most frequent words. */
  most?: number;
  /** The token that stands for every other word; without it, other words are refused. */
  unknown?: string;
}

const atBlanks = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/**
 * A tokenizer whose tokens are a corpus's words, the most frequent first: `wordTokenizer(poems, { split: (text) => jieba.cut(text), between: "" })`.
 * @throws RangeError if the corpus has no word; `encode` on an unknown word where there is no `unknown`.
 */
export function wordTokenizer(corpus: string | Iterable<string>, { split = atBlanks, between = split === atBlanks ? " " : "", most = Infinity, unknown }: WordTokenizerOptions = {}): Tokenizer {
  const texts = typeof corpus === "string" ? [corpus] : [...corpus];
  const words = ranked(texts.flatMap(split)).slice(0, most).map(([word]) => word);
  const tokens = unknown === undefined || words.includes(unknown) ? words : [unknown, ...words];
  if (words.length === 0) throw new RangeError("A word tokenizer needs a corpus with at least one word.");
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const idOf = (word: string): number => {
    const id = ids.get(word) ?? (unknown === undefined ? undefined : ids.get(unknown));
    if (id === undefined) throw new RangeError(`The word ${JSON.stringify(word)} is not in the vocabulary; train on text that has it, or set \`unknown\`.`);
    return id;
  };
  return {
    size: tokens.length,
    tokens,
    encode: (text) => split(text).map(idOf),
    decode: (list) => Array.from(list, (id) => tokenAt(tokens, id)).join(between),
  };
}
