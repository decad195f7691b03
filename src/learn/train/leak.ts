// Finds steps that leave tensors behind: their memory would grow until the training dies.
import * as tf from "@tensorflow/tfjs";

/** The first step may make what later steps keep. */
const SETTLED_AFTER = 1;

export interface LeakCheck {
  /** Called with the batch, which its step will free. */
  before(batch: unknown): void;
  after(step: number): void;
}

export function leakCheck(): LeakCheck {
  let expected = 0;
  return {
    before: (batch) => (expected = tf.memory().numTensors - countTensors(batch)),
    after: (step) => {
      const left = tf.memory().numTensors - expected;
      if (left > 0 && step > SETTLED_AFTER) throw new Error(`Step ${step} left ${left} ${left === 1 ? "tensor" : "tensors"} behind: wrap the loss in tf.tidy, and dispose what it keeps.`);
    },
  };
}

function countTensors(container: unknown): number {
  if (container instanceof tf.Tensor) return container.isDisposed ? 0 : 1;
  if (Array.isArray(container)) return container.reduce<number>((sum, item) => sum + countTensors(item), 0);
  return typeof container === "object" && container !== null ? countTensors(Object.values(container)) : 0;
}
