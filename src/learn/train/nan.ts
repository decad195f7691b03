// Names where a bad number came from.
import type * as tf from "@tensorflow/tfjs";

interface Failure {
  loss: number;
  /** The step that failed, counted from 1. */
  step: number;
  parameters: Map<string, tf.Variable>;
  grads: Record<string, tf.Tensor>;
}

/** The error of a loss that is NaN or infinite, with the first parameter, or else gradient, that is. */
export async function nameBadNumber({ loss, step, parameters, grads }: Failure): Promise<Error> {
  const where = (await firstBad(parameters, "the parameter")) ?? (await firstBad(new Map(Object.entries(grads)), "the gradient of"));
  const source = where ? `; ${where} is not finite` : "; all parameters and gradients are finite, so look at the batch and the loss";
  return new Error(`The loss is ${loss} at step ${step}${source}. A lower learning rate, or clip: 1, often helps.`);
}

async function firstBad(tensors: Map<string, tf.Tensor>, kind: string): Promise<string | undefined> {
  for (const [name, tensor] of tensors) {
    if (!(await tensor.data()).every(Number.isFinite)) return `${kind} "${name}"`;
  }
  return undefined;
}
