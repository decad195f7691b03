// What a decoder keeps of the tokens so far, and a reader that keeps it.
import * as tf from "@tensorflow/tfjs";
import type { Reader } from "./generate";

/** Keys and values of a text's tokens so far. */
export type KeyValues = {
  /** Keys [heads, time, size]. */
  k: tf.Tensor;
  /** Values [heads, time, size]. */
  v: tf.Tensor;
};

/**
 * @param extend inside a tidy: the logits behind the last of the ids, which stand behind `seen` tokens with these keys and values (none at
 * first), and every layer's keys and values with theirs
 */
export function keepingReader(extend: (ids: number[], seen: number, past: readonly KeyValues[]) => { logits: tf.Tensor; layers: KeyValues[] }): Reader {
  let [seen, past]: [number, KeyValues[]] = [0, []];
  const free = (): void => tf.dispose(past.flatMap(({ k, v }) => [k, v]));
  return {
    async read(ids) {
      const { logits, layers } = tf.tidy(() => extend(ids, seen, past));
      free();
      [seen, past] = [seen + ids.length, layers];
      const values = Float32Array.from(await logits.data());
      logits.dispose();
      return values;
    },
    forget() {
      free();
      [seen, past] = [0, []];
    },
  };
}
