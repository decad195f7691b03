// Operations that a device may have as one kernel each (wasm has them): forty times fewer passes over memory than by elementary operations.
// Each gives the value and its gradient, or undefined where the device in use has no such kernel.
import * as tf from "@tensorflow/tfjs";
import { at, type WithGradient } from "./fused";

type Attributes = Record<string, number | boolean>;

const has = (name: string): boolean => tf.getKernel(`Cellwright${name}`, tf.getBackend()) !== undefined;

const run = (name: string, inputs: Record<string, tf.Tensor>, attrs: Attributes = {}): tf.Tensor[] => [tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(`Cellwright${name}`, inputs, attrs)].flat();

export function linearKernel(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor): tf.Tensor | undefined {
  return has("Linear") ? run("Linear", { x, weight, bias })[0] : undefined;
}

export function columnSumsKernel(x: tf.Tensor): tf.Tensor | undefined {
  return has("ColumnSums") ? run("ColumnSums", { x })[0] : undefined;
}

export function layerNormKernel(x: tf.Tensor, gain: tf.Tensor, bias: tf.Tensor, eps: number): WithGradient | undefined {
  if (!has("LayerNorm")) return undefined;
  const made = run("LayerNorm", { x, gain, bias }, { eps });
  const gradient = (dy: tf.Tensor, [normed, inverse, kept]: tf.Tensor[]) => (normed && inverse && kept ? run("LayerNormGradient", { dy, normed, inverse, gain: kept }) : []);
  return { value: at(made, 0), saved: [at(made, 1), at(made, 2), gain], gradient };
}

export function geluKernel(x: tf.Tensor): WithGradient | undefined {
  if (!has("Gelu")) return undefined;
  return { value: at(run("Gelu", { x }), 0), saved: [x], gradient: (dy, kept) => run("GeluGradient", { dy, x: at(kept, 0) }) };
}

export function attentionKernel(qkv: tf.Tensor, { batch, time, heads }: { batch: number; time: number; heads: number }, mask: tf.Tensor | undefined): WithGradient | undefined {
  if (!has("Attention")) return undefined;
  const made = run("Attention", { qkv, ...(mask && { mask }) }, { batch, time, heads, masked: mask !== undefined });
  const gradient = (dy: tf.Tensor, kept: tf.Tensor[]) => run("AttentionGradient", { dy, qkv: at(kept, 0), weights: at(kept, 1) }, { batch, time, heads });
  return { value: at(made, 0), saved: [qkv, at(made, 1)], gradient };
}

/** labels int32. */
export function crossEntropyKernel(logits: tf.Tensor, labels: tf.Tensor): WithGradient | undefined {
  if (!has("CrossEntropy")) return undefined;
  const made = run("CrossEntropy", { logits, labels });
  const gradient = (dy: tf.Tensor, kept: tf.Tensor[]) => run("CrossEntropyGradient", { dy, shares: at(kept, 0), labels: at(kept, 1) });
  return { value: at(made, 0), saved: [at(made, 1), labels], gradient };
}

type AdamTensors = Record<"parameter" | "gradient" | "mean" | "square" | "pace" | "small" | "shrink", tf.Tensor>;

/** The new parameter, mean and square. */
export function adamKernel({ beta1, beta2, parameter, gradient, mean, square, pace, small, shrink }: AdamTensors & { beta1: number; beta2: number }): tf.Tensor[] | undefined {
  return has("Adam") ? run("Adam", { parameter, gradient, mean, square, pace, small, shrink }, { beta1, beta2 }) : undefined;
}
