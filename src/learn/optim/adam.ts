// Adam (Kingma & Ba 2015) and AdamW (Loshchilov & Hutter 2019).
import * as tf from "@tensorflow/tfjs";
import { at } from "../nn/fused";
import { type Optimizer, type Parameters, RuleOptimizer, nonNegative } from "./optimizer";

export interface AdamOptions {
  lr: number;
  /** Shares of the old averages of the gradient and of its square. */
  betas?: [number, number];
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
      const [pace, small, shrink] = [at(numbers, 0), at(numbers, 1), at(numbers, 2)];
      const keepMean = tf.scalar(beta1), newMean = tf.scalar(1 - beta1);
      const keepSquare = tf.scalar(beta2), newSquare = tf.scalar(1 - beta2);
      return (parameter, gradient, [mean, square]) => {
        if (!mean || !square) return;
        mean.assign(tf.add(tf.mul(mean, keepMean), tf.mul(gradient, newMean)));
        square.assign(tf.add(tf.mul(square, keepSquare), tf.mul(tf.square(gradient), newSquare)));
        const change = tf.mul(tf.div(mean, tf.add(tf.sqrt(square), small)), pace);
        parameter.assign(tf.sub(weightDecay ? tf.mul(parameter, shrink) : parameter, change));
      };
    },
  });
}
