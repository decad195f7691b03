// Batches of tensors, shuffled by a seed so that any of them can be drawn again.
import * as tf from "@tensorflow/tfjs";
import { rng } from "../random";

export interface BatchesOptions {
  /** Rows of a batch. */
  size: number;
  seed?: number;
  /** False: in the order of the rows. */
  shuffle?: boolean;
  /** Passes over the rows; without end by default. */
  epochs?: number;
  /** Batches that were taken before: it goes on behind them, as a training that resumes must. */
  from?: number;
}

/**
 * Batches of tensors that share their first axis, [rows, …] → [size, …], in a new order each pass; rows left over at a pass's end wait for
 * the next. The caller, as `train` does, frees each batch; the tensors stay the caller's. Throws unless 1 ≤ size ≤ rows, alike in all.
 */
export function* batches<T extends Record<string, tf.Tensor>>(tensors: T, { size, seed = 0, shuffle = true, epochs = Infinity, from = 0 }: BatchesOptions): Generator<T> {
  const rows = rowsOf(tensors);
  if (!(Number.isInteger(size) && size > 0 && size <= rows)) throw new Error(`A batch of ${size} cannot be taken from ${rows} rows.`);
  const perPass = Math.floor(rows / size);
  let next = from;
  for (let pass = Math.floor(from / perPass); pass < epochs; pass++) {
    const order = Array.from({ length: rows }, (_, row) => row);
    if (shuffle) rng(Math.imul(seed + 1, 0x9e3779b1) + pass).shuffle(order); // by the pass, so that no earlier one must be gone through
    for (; next < (pass + 1) * perPass; next++) yield taken(tensors, order.slice((next % perPass) * size, (next % perPass) * size + size));
  }
}

function rowsOf(tensors: Record<string, tf.Tensor>): number {
  const counts = Object.entries(tensors).map(([name, { shape }]) => ({ name, rows: shape[0] ?? 0 }));
  const [first] = counts;
  const other = counts.find(({ rows }) => rows !== first?.rows);
  if (first && other) throw new Error(`"${first.name}" has ${first.rows} rows and "${other.name}" has ${other.rows}: batches need as many of each.`);
  return first?.rows ?? 0;
}

function taken<T extends Record<string, tf.Tensor>>(tensors: T, rows: number[]): T {
  return tf.tidy(() => {
    const places = tf.tensor1d(rows, "int32");
    const batch: T = { ...tensors };
    for (const [name, tensor] of Object.entries(tensors)) Reflect.set(batch, name, tf.gather(tensor, places));
    return batch;
  });
}
