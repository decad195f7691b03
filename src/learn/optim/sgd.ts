// Stochastic gradient descent, with momentum, Nesterov's look-ahead and weight decay.
import * as tf from "@tensorflow/tfjs";
import { at } from "../nn/fused";
import { type Optimizer, type Parameters, RuleOptimizer, nonNegative } from "./optimizer";

/** How SGD steps. */
export interface SGDOptions {
  /** Learning rate. */
  lr: number;
  /** Share of the old direction that is kept; 0 by default. */
  momentum?: number;
  /** Adds weightDecay · parameter to the gradient. */
  weightDecay?: number;
  /** Looks ahead along the momentum; needs one. */
  nesterov?: boolean;
}

/** v ← momentum · v + g; parameter ← parameter − lr · v (Nesterov: g + momentum · v in place of v). */
export function sgd(parameters: Parameters, { lr, momentum = 0, weightDecay = 0, nesterov = false }: SGDOptions): Optimizer {
  nonNegative({ momentum, weightDecay });
  if (nesterov && momentum === 0) throw new Error("Nesterov's look-ahead needs a momentum.");
  return new RuleOptimizer(parameters, lr, {
    slots: momentum ? ["velocity"] : [],
    numbers: (rate) => [rate],
    with: (numbers) => (parameter, gradient, [velocity]) => {
      let direction = weightDecay ? tf.add(gradient, tf.mul(parameter, weightDecay)) : gradient;
      if (velocity) {
        velocity.assign(tf.add(tf.mul(velocity, momentum), direction));
        direction = nesterov ? tf.add(direction, tf.mul(velocity, momentum)) : velocity;
      }
      parameter.assign(tf.sub(parameter, tf.mul(direction, at(numbers, 0))));
    },
  });
}
