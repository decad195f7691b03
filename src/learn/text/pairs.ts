// The book-keeping of byte-pair encoding: how often each neighbouring pair occurs, kept up to date merge by merge.

/** A piece of the corpus as token ids, with the number of times it occurs. */
export interface Word {
  ids: number[];
  readonly count: number;
}

export interface PairCounts {
  /** The pair that occurs most; of equals, the one with the smallest ids, so that every run agrees. */
  mostFrequent(): { left: number; right: number; count: number } | undefined;
  /** Replaces the pair by one id in every word, and updates the counts that change. */
  merge(left: number, right: number, merged: number): void;
}

const BASE = 2 ** 24; // a pair as one number: fast map keys, exact up to 2^48
const keyOf = (left: number, right: number): number => left * BASE + right;

/** Counts all pairs once; a merge then touches only the words that hold its pair (recounting them all made training quadratic). */
export function countPairs(words: readonly Word[]): PairCounts {
  const counts = new Map<number, number>();
  const holders = new Map<number, Set<Word>>();

  const add = (word: Word, sign: 1 | -1): void => {
    for (let i = 0; i + 1 < word.ids.length; i++) {
      const key = keyOf(word.ids[i] ?? 0, word.ids[i + 1] ?? 0);
      const count = (counts.get(key) ?? 0) + sign * word.count;
      if (count > 0) counts.set(key, count);
      else counts.delete(key);
      if (sign > 0) holdersOf(key).add(word);
    }
  };
  const holdersOf = (key: number): Set<Word> => {
    const set = holders.get(key) ?? new Set<Word>();
    holders.set(key, set);
    return set;
  };

  for (const word of words) add(word, 1);
  return {
    mostFrequent: () => mostFrequent(counts),
    merge(left, right, merged) {
      const key = keyOf(left, right);
      for (const word of holders.get(key) ?? []) {
        add(word, -1);
        word.ids = replacePair(word.ids, left, right, merged);
        add(word, 1);
      }
      holders.delete(key);
    },
  };
}

function mostFrequent(counts: ReadonlyMap<number, number>): { left: number; right: number; count: number } | undefined {
  let best: [key: number, count: number] | undefined;
  for (const [key, count] of counts) if (!best || count > best[1] || (count === best[1] && key < best[0])) best = [key, count];
  return best && { left: Math.floor(best[0] / BASE), right: best[0] % BASE, count: best[1] };
}

function replacePair(ids: readonly number[], left: number, right: number, merged: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    const hit = ids[i] === left && ids[i + 1] === right;
    out.push(hit ? merged : (ids[i] ?? 0));
    if (hit) i++;
  }
  return out;
}
