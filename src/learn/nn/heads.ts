// One text's attention, head by head, with the weights in hand; `attention` of functional.ts is the batched one with a gradient of its own.
import * as tf from "@tensorflow/tfjs";
import type { KeyValues } from "./keys-values";

/** x [n, parts · width] → its parts, [heads, n, size] each; inside a tidy. */
export function headsOf(x: tf.Tensor, parts: number, heads: number): tf.Tensor[] {
  const [n = 1, all = 0] = x.shape;
  return tf.unstack(tf.transpose(tf.reshape(x, [n, parts, heads, all / parts / heads]), [1, 2, 0, 3]));
}

/** softmax(q kᵀ / √size + mask) v: y [n, heads · size], and where each head looked [heads, n, time]; inside a tidy. */
export function attend(q: tf.Tensor, { k, v }: KeyValues, mask?: tf.Tensor): { y: tf.Tensor; weights: tf.Tensor } {
  const [heads = 1, n = 1, size = 1] = q.shape;
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(size)); // [heads, n, time]
  const weights = tf.softmax(mask ? tf.add(scores, mask) : scores);
  return { y: tf.reshape(tf.transpose(tf.matMul(weights, v), [1, 0, 2]), [n, heads * size]), weights };
}
