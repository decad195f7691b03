// Cross-entropy of rows of logits against class ids, and its gradient.
import { exponentials, rowLargest } from "./softmax";
import { at, give, take } from "./vector";

declare function log(x: f64): f64;

/** shares [n, d] = softmax(logits); returns Σ over rows of −log share[label], a row whose label is no class counting 0. */
export function crossEntropy(logits: usize, labels: usize, shares: usize, n: i32, d: i32): f64 {
  let loss: f64 = 0;
  memory.copy(shares, logits, <usize>(n * d) << 2);
  for (let row = 0; row < n; row++) {
    const label = load<i32>(at(labels, row));
    const top = rowLargest(shares, d);
    const all = exponentials(shares, d, top);
    if (<u32>label < <u32>d) loss += log(all) + <f64>top - <f64>load<f32>(at(logits, row * d + label));
    scaleRow(shares, d, <f32>1 / all);
    shares = at(shares, d);
  }
  return loss;
}

/** out [n, d] = (shares − one-hot(labels)) · slope. */
export function crossEntropyGradient(shares: usize, labels: usize, out: usize, n: i32, d: i32, slope: f32): void {
  memory.copy(out, shares, <usize>(n * d) << 2);
  for (let row = 0; row < n; row++, out = at(out, d)) {
    const label = load<i32>(at(labels, row));
    if (<u32>label < <u32>d) store<f32>(at(out, label), load<f32>(at(out, label)) - 1);
    scaleRow(out, d, slope);
  }
}

function scaleRow(x: usize, d: i32, by: f32): void {
  for (let i = 0; i < d; i += 4) give(at(x, i), f32x4.mul(take(at(x, i), d - i), f32x4.splat(by)), d - i);
}
