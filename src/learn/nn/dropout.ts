// Dropout (Srivastava et al. 2014), with masks that are drawn from a seed, so that a training can be repeated and resumed.
import * as tf from "@tensorflow/tfjs";
import { rng } from "../random";

let masks = rng(0);

/** From here on the masks are those of this seed; `train` sets one for each step. */
export function seedDropout(seed: number): void {
  masks = rng(seed);
}

/** In training, zeroes each entry with probability `rate` and scales the others by 1 / (1 − rate); rate 0 changes nothing. */
export const dropout = (x: tf.Tensor, { rate }: { rate: number }): tf.Tensor => (rate > 0 ? tf.dropout(x, rate, undefined, masks.int(2 ** 31)) : x);
