// Learns WordPiece's vocabulary by merging pairs, as Hugging Face does (the likelihood of the original was never published).
import { countPairs, type Word } from "./pairs";
import { ranked, tokenAt } from "./tokenizer";

const INSIDE = "##";

/** @returns the vocabulary: the first tokens given, the alphabet, then what was merged. @throws RangeError if it cannot hold the first two. */
export function learnPieces(words: readonly string[], first: readonly string[], vocabSize: number): string[] {
  const counted = ranked(words);
  const tokens = [...first, ...alphabetOf(counted.map(([word]) => word))];
  if (!Number.isInteger(vocabSize) || vocabSize < tokens.length) throw new RangeError(`The vocabulary must hold at least the ${tokens.length} first tokens (${first.length} special ones and the alphabet); got ${vocabSize}.`);
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const pairs = countPairs(counted.map(([word, count]): Word => ({ ids: charactersOf(word).map((character) => ids.get(character) ?? 0), count })));
  while (tokens.length < vocabSize) {
    const best = pairs.mostFrequent();
    if (best === undefined || best.count < 2) break;
    const merged = tokenAt(tokens, best.left) + tokenAt(tokens, best.right).slice(INSIDE.length);
    const id = ids.get(merged) ?? tokens.push(merged) - 1; // "ab" + "##c" and "a" + "##bc" are one token
    ids.set(merged, id);
    pairs.merge(best.left, best.right, id);
  }
  return tokens;
}

/** The characters as they begin words, then as they stand inside, each by code point. */
function alphabetOf(words: readonly string[]): string[] {
  const characters = new Set(words.flatMap((word) => [...word]));
  const inside = new Set(words.flatMap((word) => charactersOf(word).slice(1)));
  return [...[...characters].sort(byCodePoint), ...[...inside].sort(byCodePoint)];
}

const charactersOf = (word: string): string[] => [...word].map((character, place) => (place === 0 ? character : INSIDE + character));
const lastCodePoint = (token: string): number => (token.startsWith(INSIDE) && token.length > INSIDE.length ? token.slice(INSIDE.length) : token).codePointAt(0) ?? 0;
const byCodePoint = (a: string, b: string): number => lastCodePoint(a) - lastCodePoint(b);
