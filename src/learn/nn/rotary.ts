// Rotary positions (Su et al. 2021, RoFormer 3.2.2), as Llama has them, and SiLU.
import * as tf from "@tensorflow/tfjs";

/**
 * Turns x [rows, time, size] by its place: number i of the first half and number i of the second are a point in the plane, turned by
 * place · theta^(−2i / size). So a product of a query and a key depends on how far apart they stand.
 * @param from the first token's place
 */
export function rotate(x: tf.Tensor, { from = 0, theta = 10_000 }: { from?: number; theta?: number } = {}): tf.Tensor {
  const [, time = 1, size = 2] = x.shape;
  return tf.tidy(() => {
    const [first, second] = tf.split(x, 2, 2) as [tf.Tensor, tf.Tensor]; // [rows, time, size / 2]
    const { cos, sin } = turns(from, time, size / 2, theta);
    return tf.concat([tf.sub(tf.mul(first, cos), tf.mul(second, sin)), tf.add(tf.mul(second, cos), tf.mul(first, sin))], 2);
  });
}

/** [time, half] each. */
function turns(from: number, time: number, half: number, theta: number): { cos: tf.Tensor; sin: tf.Tensor } {
  const angle = (at: number): number => (from + Math.floor(at / half)) * theta ** -((at % half) / half);
  const table = (value: (angle: number) => number): tf.Tensor => tf.tensor2d(Float32Array.from({ length: time * half }, (_, at) => value(angle(at))), [time, half]);
  return { cos: table(Math.cos), sin: table(Math.sin) };
}

/** x σ(x) (Elfwing et al. 2018). */
export const silu = (x: tf.Tensor): tf.Tensor => tf.mul(x, tf.sigmoid(x));
