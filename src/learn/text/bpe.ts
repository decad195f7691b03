// Byte-pair encoding (Sennrich et al. 2016, arXiv:1508.07909): start from bytes or characters, and merge the most frequent pair, again and again.
import { readable } from "./bytes";
import { countPairs, type PairCounts, type Word } from "./pairs";
import { ranked, tokenAt, type Tokenizer, unknownCharacter } from "./tokenizer";

/** How byte-pair encoding is trained. */
export interface BpeOptions {
  /** What the first tokens are: the 256 bytes (as in GPT-2: any text can be written) or the corpus's characters. */
  level?: "byte" | "character";
}

/** A trained tokenizer, with the merges that it learnt. */
export interface BpeTokenizer extends Tokenizer {
  /** The merges in the order they were learnt; the first ones are applied first. */
  readonly merges: readonly { left: string; right: string; merged: string; count: number }[];
}

interface Merge { left: number; right: number; merged: number; count: number }

/** Merges stay inside a piece: a run of letters with the space before it, of digits, of other marks, or of blanks (GPT-2's rule, simplified). */
const PIECE = / ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+/gu;

/**
 * Trains byte-pair encoding. Stops early when no pair occurs twice.
 * @param corpus the training text
 * @param vocabSize how many tokens to end with, the first ones (256 bytes, or the corpus's characters) included
 */
export function trainBpe(corpus: string, vocabSize: number, { level = "byte" }: BpeOptions = {}): BpeTokenizer {
  const alphabet = level === "byte" ? BYTES : [...new Set(corpus)].sort();
  if (!Number.isInteger(vocabSize) || vocabSize < alphabet.length)
    throw new RangeError(`The vocabulary must hold at least the ${alphabet.length} first tokens; got ${vocabSize}.`);
  const symbols = [...alphabet];
  const ids = new Map(symbols.map((symbol, id) => [symbol, id]));
  const words = ranked(pieces(corpus)).map(([piece, count]): Word => ({ ids: split(piece, level, ids), count }));
  const merges = learnMerges(words, symbols, vocabSize);
  return tokenizer(symbols, ids, merges, level);
}

/** Inside, a byte is the character with the same number, so that byte and character tokens are both plain strings. */
const BYTES: readonly string[] = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));

function pieces(text: string): string[] {
  return text.match(PIECE) ?? [];
}

function split(piece: string, level: "byte" | "character", ids: ReadonlyMap<string, number>): number[] {
  const units = level === "byte" ? Buffer.from(piece, "utf8").toString("latin1") : piece;
  return Array.from(units, (unit) => {
    const id = ids.get(unit);
    if (id === undefined) throw unknownCharacter(unit, "train on text that has it, or use byte level");
    return id;
  });
}

/** Merges the most frequent pair until the vocabulary is full; `symbols` grows by one a merge. */
function learnMerges(words: readonly Word[], symbols: string[], vocabSize: number): Merge[] {
  const pairs: PairCounts = countPairs(words);
  const merges: Merge[] = [];
  while (symbols.length < vocabSize) {
    const best = pairs.mostFrequent();
    if (best === undefined || best.count < 2) break;
    const merged = symbols.push(tokenAt(symbols, best.left) + tokenAt(symbols, best.right)) - 1;
    pairs.merge(best.left, best.right, merged);
    merges.push({ ...best, merged });
  }
  return merges;
}

function tokenizer(symbols: readonly string[], ids: ReadonlyMap<string, number>, merges: readonly Merge[], level: "byte" | "character"): BpeTokenizer {
  const ranks = new Map(merges.map((merge) => [`${merge.left},${merge.right}`, merge.merged])); // a lower id was learnt earlier
  const known = new Map<string, number[]>();
  const encodePiece = (piece: string): number[] => {
    const cached = known.get(piece) ?? applyMerges(split(piece, level, ids), ranks);
    known.set(piece, cached);
    return cached;
  };
  const shown = symbols.map((symbol) => (level === "byte" ? readable(Buffer.from(symbol, "latin1")) : symbol));
  const named = merges.map(({ left, right, merged, count }) => ({ left: tokenAt(shown, left), right: tokenAt(shown, right), merged: tokenAt(shown, merged), count }));
  const join = (list: Iterable<number>): string => Array.from(list, (id) => tokenAt(symbols, id)).join("");
  return {
    size: symbols.length,
    tokens: shown,
    merges: named,
    encode: (text) => pieces(text).flatMap(encodePiece),
    decode: (list) => (level === "byte" ? Buffer.from(join(list), "latin1").toString("utf8") : join(list)),
  };
}

/** Applies the earliest-learnt merge that fits, until none fits. */
function applyMerges(start: readonly number[], ranks: ReadonlyMap<string, number>): number[] {
  const ids = [...start];
  for (;;) {
    let place = -1;
    let merged = Infinity;
    for (let i = 0; i + 1 < ids.length; i++) {
      const candidate = ranks.get(`${ids[i]},${ids[i + 1]}`) ?? Infinity;
      if (candidate < merged) [place, merged] = [i, candidate];
    }
    if (place < 0) return ids;
    ids.splice(place, 2, merged);
  }
}
