// RMSProp (Hinton, Coursera lecture 6e, 2012).
import * as tf from "@tensorflow/tfjs";
import { at } from "../nn/fused";
import { type Optimizer, type Parameters, RuleOptimizer, nonNegative } from "./optimizer";

/** How RMSProp steps. */
export interface RMSPropOptions {
  /** Learning rate. */
  lr: number;
  /** Share of the old average. */
  alpha?: number;
  /** Added to the root, so that nothing is divided by zero; 1e-8 by default. */
  eps?: number;
}

/** s ← alpha · s + (1 − alpha) · g²; parameter ← parameter − lr · g / (√s + eps). */
export function rmsprop(parameters: Parameters, { lr, alpha = 0.99, eps = 1e-8 }: RMSPropOptions): Optimizer {
  nonNegative({ alpha, eps });
  return new RuleOptimizer(parameters, lr, {
    slots: ["square_avg"],
    numbers: (rate) => [rate],
    with: (numbers) => (parameter, gradient, [square]) => {
      if (!square) return;
      square.assign(tf.add(tf.mul(square, alpha), tf.mul(tf.square(gradient), 1 - alpha)));
      parameter.assign(tf.sub(parameter, tf.mul(tf.div(gradient, tf.add(tf.sqrt(square), eps)), at(numbers, 0))));
    },
  });
}
