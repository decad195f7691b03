// Finds steps that leave tensors behind: their memory would grow until the training dies.
import * as tf from "@tensorflow/tfjs";
import { tensorsIn } from "./batch";

/** The first step may make what later steps keep. */
const SETTLED_AFTER = 1;

export interface LeakCheck {
  /** Called with the batch, which its step will free. */
  before(batch: unknown): void;
  after(step: number): void;
}

/** `held` tells how many tensors are kept on purpose. */
export function leakCheck(held: () => number): LeakCheck {
  let expected = 0;
  return {
    before: (batch) => (expected = tf.memory().numTensors - tensorsIn(batch).filter(({ isDisposed }) => !isDisposed).length - held()),
    after: (step) => {
      const left = tf.memory().numTensors - held() - expected;
      if (left > 0 && step > SETTLED_AFTER) throw new Error(`Step ${step} left ${left} ${left === 1 ? "tensor" : "tensors"} behind: wrap the loss in tf.tidy, and dispose what it keeps.`);
    },
  };
}
