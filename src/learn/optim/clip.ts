// Bounds the length of the gradient (Pascanu et al. 2013).
import * as tf from "@tensorflow/tfjs";
import type { Gradients } from "./optimizer";

/** Scales all gradients, in place, by min(1, max / (norm + 1e-6)), norm being √Σ over all entries of g². Returns nothing: reading the norm would wait for the device. */
export function clipGradNorm(grads: Gradients, max: number): void {
  if (!(max > 0)) throw new Error(`The largest gradient norm must be positive, not ${max}.`);
  const factor = tf.tidy(() => {
    const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
    return tf.minimum(1, tf.div(max, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)));
  });
  for (const [name, gradient] of Object.entries(grads)) {
    grads[name] = tf.mul(gradient, factor);
    gradient.dispose();
  }
  factor.dispose();
}
