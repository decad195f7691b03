// Shuffles rows by a seed and cuts them into parts.
import { rng } from "../random";

/**
 * `{ train, test }`: every row in exactly one part; the same seed gives the same parts. The test part holds
 * `Math.round(rows.length * test)` rows. Throws unless 0 < test < 1 and both parts get a row.
 */
export function split<Row>(rows: readonly Row[], options: { test?: number; seed?: number } = {}): { train: Row[]; test: Row[] } {
  const { test = 0.2, seed = 0 } = options;
  const count = Math.round(rows.length * test);
  if (!(test > 0 && test < 1) || count === 0 || count === rows.length) throw new Error(`Cannot split ${rows.length} rows with test: ${test}; both parts need at least one row.`);
  const shuffled = [...rows];
  rng(seed).shuffle(shuffled);
  return { train: shuffled.slice(count), test: shuffled.slice(0, count) };
}
