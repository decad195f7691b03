// The simplest tokenizer: one token a character.
import { ranked, tokenAt, type Tokenizer, unknownCharacter } from "./tokenizer";

/** What else the tokens hold. */
export interface CharTokenizerOptions {
  /** Keep only so many of the most frequent characters. */
  most?: number;
  /** The token that stands for every other character; without it, other characters are refused. */
  unknown?: string;
}

/**
 * A tokenizer whose tokens are the characters (code points) of a corpus, in code-point order.
 * @param corpus a text, or several
 */
export function charTokenizer(corpus: string | Iterable<string>, { most = Infinity, unknown }: CharTokenizerOptions = {}): Tokenizer {
  const text = typeof corpus === "string" ? corpus : [...corpus].join("");
  const kept = new Set(ranked(text).slice(0, most).map(([character]) => character));
  if (unknown !== undefined) kept.add(unknown);
  if (kept.size === 0) throw new RangeError("A character tokenizer needs a corpus with at least one character.");
  const tokens = [...kept].sort(byCodePoint);
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const idOf = (character: string): number => {
    const id = ids.get(character) ?? (unknown === undefined ? undefined : ids.get(unknown));
    if (id === undefined) throw unknownCharacter(character, "train on text that has it, or set `unknown`");
    return id;
  };
  return {
    size: tokens.length,
    tokens,
    encode: (input) => Array.from(input, idOf),
    decode: (list) => Array.from(list, (id) => tokenAt(tokens, id)).join(""),
  };
}

/** Sorting by code unit would put the rare characters beyond U+FFFF before some common ones. */
function byCodePoint(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
