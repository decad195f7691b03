// What every tokenizer offers, whatever its tokens are.

/** A reversible map between text and token ids `0 … size - 1`. */
export interface Tokenizer {
  /** Number of tokens in the vocabulary: the width of a language model's output. */
  readonly size: number;
  /** The text of each token, by id; a token that is no whole character reads as its bytes, `<e6><98>`. */
  readonly tokens: readonly string[];
  /** Token ids of a text. Throws a RangeError naming the first character the vocabulary cannot write. */
  encode(text: string): number[];
  /** Text of token ids. Throws a RangeError on an id outside the vocabulary. */
  decode(ids: Iterable<number>): string;
}

/** The token behind an id, or a RangeError that names both the id and the vocabulary's size. */
export function tokenAt(tokens: readonly string[], id: number): string {
  const token = tokens[id];
  if (token === undefined) throw new RangeError(`Token id ${id} is outside the vocabulary of ${tokens.length} tokens (0 to ${tokens.length - 1}).`);
  return token;
}

/** The error for a character that a vocabulary does not have. */
export function unknownCharacter(character: string, remedy: string): RangeError {
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return new RangeError(`The character ${JSON.stringify(character)} (U+${code}) is not in the vocabulary; ${remedy}.`);
}

/** How often each item occurs, most frequent first; equal counts in code-unit order, so that every run agrees. */
export function ranked(items: Iterable<string>): [item: string, count: number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
