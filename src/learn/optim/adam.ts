// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019).
import * as tf from "@tensorflow/tfjs";
import { at } from "../nn/fused";
import { adamKernel } from "../nn/kernels";
import { type Optimizer, type Parameters, RuleOptimizer, nonNegative } from "./optimizer";

/** How Adam and AdamW step. */
export interface AdamOptions {
  /** Learning rate. */
  lr: number;
  /** Shares of the old averages of the gradient and of its square. */
  betas?: [number, number];
  /** Added to the root, so that nothing is divided by zero; 1e-8 by default. */
  eps?: number;
}

/** m ← β₁m + (1 − β₁)g; v ← β₂v + (1 − β₂)g²; parameter ← parameter − lr · m̂ / (√v̂ + eps), with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ). */
export const adam = (parameters: Parameters, options: AdamOptions): Optimizer => adamw(parameters, { ...options, weightDecay: 0 });

/** Adam, after shrinking each parameter by lr · weightDecay of itself. The defaults are PyTorch's. */
export function adamw(parameters: Parameters, { lr, betas: [beta1, beta2] = [0.9, 0.999], eps = 1e-8, weightDecay = 0.01 }: AdamOptions & { weightDecay?: number }): Optimizer {
  nonNegative({ beta1, beta2, eps, weightDecay });
  return new RuleOptimizer(parameters, lr, {
    slots: ["exp_avg", "exp_avg_sq"],
    // The two corrections are folded into the rate and eps: two operations fewer for each parameter.
    numbers(rate, step) {
      const root = Math.sqrt(1 - beta2 ** step);
      return [(rate * root) / (1 - beta1 ** step), eps * root, 1 - rate * weightDecay];
    },
    with(numbers) {
      const shared: Shared = { beta1, beta2, decays: weightDecay > 0, pace: at(numbers, 0), small: at(numbers, 1), shrink: at(numbers, 2) };
      const byOperations = updateByOperations(shared);
      return (parameter, gradient, [mean, square]) => {
        if (!mean || !square) return;
        const before = { parameter, gradient, mean, square };
        const [newParameter, newMean, newSquare] = adamKernel({ ...before, ...shared }) ?? byOperations(before);
        if (newParameter) parameter.assign(newParameter);
        if (newMean) mean.assign(newMean);
        if (newSquare) square.assign(newSquare);
      };
    },
  });
}

interface Shared {
  beta1: number;
  beta2: number;
  decays: boolean;
  pace: tf.Tensor;
  small: tf.Tensor;
  shrink: tf.Tensor;
}

type Before = Record<"parameter" | "gradient" | "mean" | "square", tf.Tensor>;

/** The new parameter, mean and square. */
function updateByOperations({ beta1, beta2, decays, pace, small, shrink }: Shared): (before: Before) => tf.Tensor[] {
  const keepMean = tf.scalar(beta1), addMean = tf.scalar(1 - beta1);
  const keepSquare = tf.scalar(beta2), addSquare = tf.scalar(1 - beta2);
  return ({ parameter, gradient, mean, square }) => {
    const newMean = tf.add(tf.mul(mean, keepMean), tf.mul(gradient, addMean));
    const newSquare = tf.add(tf.mul(square, keepSquare), tf.mul(tf.square(gradient), addSquare));
    const change = tf.mul(tf.div(newMean, tf.add(tf.sqrt(newSquare), small)), pace);
    return [tf.sub(decays ? tf.mul(parameter, shrink) : parameter, change), newMean, newSquare];
  };
}
