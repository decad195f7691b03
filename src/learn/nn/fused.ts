// An operation with its gradient written out: fewer kernels than autodiff would run, and fewer tensors kept.
import * as tf from "@tensorflow/tfjs";

export interface WithGradient {
  value: tf.Tensor;
  /** What the gradient needs; kept until it has run. */
  saved: tf.Tensor[];
  /** dLoss/dvalue and `saved` → dLoss/dinput for each input, in order. */
  gradient: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
}

/** Runs `forward` on the inputs; differentiable once with respect to all of them. */
export function fused(inputs: tf.Tensor[], forward: () => WithGradient): tf.Tensor {
  const operation = tf.customGrad((...given) => {
    const save = given.at(-1);
    const { value, saved, gradient } = forward();
    if (typeof save === "function") save(saved);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => tf.tidy(() => gradient(dy, kept)) };
  });
  return operation(...inputs);
}

/** The tensor at a place of a list whose length is known: `fused` gives back exactly what was saved. */
export function at(tensors: tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (!tensor) throw new Error(`There is no tensor at ${index}.`);
  return tensor;
}
