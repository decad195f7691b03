// The operations of a transformer, each with its gradient written out. n is rows (batch × time), d the model width.
import * as tf from "@tensorflow/tfjs";
import { at, fused, type WithGradient } from "./fused";
import { attentionKernel, columnSumsKernel, crossEntropyKernel, geluKernel, layerNormKernel, linearKernel } from "./kernels";

/** x [n, i] · weight [i, o] + bias [o] → [n, o]. */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias?: tf.Tensor): tf.Tensor {
  if (!bias) return tf.matMul(x, weight);
  return fused([x, weight, bias], () => ({
    value: linearKernel(x, weight, bias) ?? tf.add(tf.matMul(x, weight), bias),
    saved: [x, weight],
    gradient: (dy, kept) => [tf.matMul(dy, at(kept, 1), false, true), tf.matMul(at(kept, 0), dy, true, false), columnSums(dy)],
  }));
}

/** Σ over rows: [n, d] → [d]. As a product with ones, which every backend does at its matrix speed. */
export const columnSums = (x: tf.Tensor): tf.Tensor => columnSumsKernel(x) ?? tf.reshape(tf.matMul(tf.ones([1, x.shape[0] ?? 1]), x), [-1]);

/** Layer normalisation over the last axis (Ba et al. 2016): gain · (x − mean) / √(variance + eps) + bias; x [n, d]. */
export function layerNorm(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, eps = 1e-5): tf.Tensor {
  return fused([x, gain, bias], () => layerNormKernel(x, gain, bias, eps) ?? layerNormByOperations(x, gain, bias, eps));
}

function layerNormByOperations(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, eps: number): WithGradient {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
  const normed = tf.mul(centred, inverse);
  return { value: tf.add(tf.mul(normed, gain), bias), saved: [normed, inverse, gain], gradient: layerNormGradient };
}

/** With u = dy · gain: dx = (u − mean(u) − normed · mean(u · normed)) / √(variance + eps). */
function layerNormGradient(dy: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] {
  const [normed, inverse, gain] = [at(kept, 0), at(kept, 1), at(kept, 2)];
  const u = tf.mul(dy, gain);
  const along = tf.mul(normed, tf.mean(tf.mul(u, normed), -1, true));
  const dx = tf.mul(tf.sub(tf.sub(u, tf.mean(u, -1, true)), along), inverse);
  return [dx, columnSums(tf.mul(dy, normed)), columnSums(dy)];
}

const GELU_SCALE = 2 * Math.sqrt(2 / Math.PI);
const GELU_CUBIC = 0.044715;

/**
 * GELU by tanh, as GPT-2 has it (Hendrycks & Gimpel 2016): ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).
 * With ½ (1 + tanh u) = σ(2u) that is x · σ(x · slope), slope = 2√(2/π) (1 + 0.044715 x²).
 */
export const gelu = (x: tf.Tensor): tf.Tensor => fused([x], () => geluKernel(x) ?? geluByOperations(x));

function geluByOperations(x: tf.Tensor): WithGradient {
  const slope = tf.add(tf.mul(tf.square(x), GELU_SCALE * GELU_CUBIC), GELU_SCALE);
  const gate = tf.sigmoid(tf.mul(slope, x));
  return { value: tf.mul(x, gate), saved: [x, gate, slope], gradient: geluGradient };
}

/** d/dx x·σ(u) = σ + x σ (1 − σ) u′, with u = x · slope and u′ = 3 slope − 4√(2/π). */
function geluGradient(dy: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] {
  const [x, gate, slope] = [at(kept, 0), at(kept, 1), at(kept, 2)];
  const uPrime = tf.sub(tf.mul(slope, 3), 2 * GELU_SCALE);
  const bend = tf.mul(tf.mul(tf.sub(gate, tf.square(gate)), x), uPrime);
  return [tf.mul(dy, tf.add(gate, bend))];
}

/** GELU itself, as BERT has it: x Φ(x), Φ the normal distribution's; its slope Φ(x) + x φ(x). */
export function exactGelu(x: tf.Tensor): tf.Tensor {
  return fused([x], () => {
    const share = tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
    const density = (at: tf.Tensor): tf.Tensor => tf.mul(tf.exp(tf.mul(tf.square(at), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return { value: tf.mul(x, share), saved: [x, share], gradient: (dy, kept) => [tf.mul(dy, tf.add(at(kept, 1), tf.mul(at(kept, 0), density(at(kept, 0)))))] };
  });
}

export interface Heads {
  batch: number;
  time: number;
  heads: number;
  /** Added to the scores, [time, time] or [batch · heads, 1, time]: 0 where position i may look at j, −1e9 where not. */
  mask?: tf.Tensor | undefined;
}

/**
 * Scaled dot-product attention (Vaswani et al. 2017, 3.2): softmax(q kᵀ / √size + mask) v, over heads of size d / heads.
 * qkv [batch · time, 3 d], the three side by side → [batch · time, d].
 */
export const attention = (qkv: tf.Tensor, heads: Heads): tf.Tensor => fused([qkv], () => attentionKernel(qkv, heads, heads.mask) ?? attentionByOperations(qkv, heads));

function attentionByOperations(qkv: tf.Tensor, { batch, time, heads, mask }: Heads): WithGradient {
  const size = (qkv.shape[1] ?? 0) / 3 / heads;
  const split: [number, number, number, number, number] = [batch, time, 3, heads, size];
  const parts = tf.reshape(tf.transpose(tf.reshape(qkv, split), [2, 0, 3, 1, 4]), [3, batch * heads, time, size]);
  const [q, k, v] = tf.unstack(parts) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const scaled = tf.mul(q, 1 / Math.sqrt(size));
  const scores = tf.matMul(scaled, k, false, true); // [batch · heads, time, time]
  const weights = tf.softmax(mask ? tf.add(scores, mask) : scores);
  const value = joinHeads(tf.matMul(weights, v), [batch, heads, time, size]);
  return { value, saved: [scaled, k, v, weights], gradient: (dy, kept) => [attentionGradient(dy, kept, [batch, heads, time, size])] };
}

type HeadShape = [batch: number, heads: number, time: number, size: number];

/** [batch · heads, time, size] → [batch · time, heads · size]. */
const joinHeads = (x: tf.Tensor, [batch, heads, time, size]: HeadShape): tf.Tensor =>
  tf.reshape(tf.transpose(tf.reshape(x, [batch, heads, time, size]), [0, 2, 1, 3]), [batch * time, heads * size]);

function attentionGradient(dy: tf.Tensor, kept: tf.Tensor[], shape: HeadShape): tf.Tensor {
  const [batch, heads, time, size] = shape;
  const [scaled, k, v, weights] = [at(kept, 0), at(kept, 1), at(kept, 2), at(kept, 3)];
  const dContext = tf.reshape(tf.transpose(tf.reshape(dy, [batch, time, heads, size]), [0, 2, 1, 3]), [batch * heads, time, size]);
  const weighted = tf.mul(weights, tf.matMul(dContext, v, false, true));
  const dScores = tf.sub(weighted, tf.mul(weights, tf.sum(weighted, -1, true)));
  const dq = tf.mul(tf.matMul(dScores, k), 1 / Math.sqrt(size));
  const dk = tf.matMul(dScores, scaled, true, false);
  const dv = tf.matMul(weights, dContext, true, false);
  const stacked = tf.reshape(tf.stack([dq, dk, dv]), [3, batch, heads, time, size]);
  return tf.reshape(tf.transpose(stacked, [1, 3, 0, 2, 4]), [batch * time, 3 * heads * size]);
}

/** Mean cross-entropy in nats of logits [n, classes] against class ids [n]: mean of −log softmax(logits)[label]. */
export function crossEntropy(logits: tf.Tensor, labels: tf.Tensor): tf.Scalar {
  const classIds = tf.cast(labels, "int32");
  return tf.reshape(fused([logits], () => crossEntropyKernel(logits, classIds) ?? crossEntropyByOperations(logits, classIds)), []);
}

function crossEntropyByOperations(logits: tf.Tensor, labels: tf.Tensor): WithGradient {
  const [rows = 1, classes = 1] = logits.shape;
  const target = tf.cast(tf.oneHot(labels, classes), "float32"); // wasm's oneHot has integers' bits under "float32"
  const logProbabilities = tf.logSoftmax(logits);
  const value = tf.neg(tf.div(tf.sum(tf.mul(target, logProbabilities)), rows));
  const gradient = (dy: tf.Tensor, kept: tf.Tensor[]) => [tf.mul(tf.sub(tf.exp(at(kept, 0)), at(kept, 1)), tf.div(dy, rows))];
  return { value, saved: [logProbabilities, target], gradient };
}

/** A causal mask [time, time] to add to attention scores: −1e9 above the diagonal, 0 elsewhere. */
export function causalMask(time: number): tf.Tensor2D {
  const values = maskValues.get(time) ?? Float32Array.from({ length: time * time }, (_, i) => (i % time > Math.floor(i / time) ? -1e9 : 0));
  maskValues.set(time, values);
  return tf.tensor2d(values, [time, time]);
}

/** Kept as numbers, not tensors: making one costs less than a kernel, and nothing has to be freed. */
const maskValues = new Map<number, Float32Array>();

/** Rows of a table [vocab, d] by ids of any shape → [...ids, d]. */
export const lookup = (table: tf.Tensor, ids: tf.Tensor): tf.Tensor => tf.gather(table, tf.cast(ids, "int32"));
