// Softmax of one row, in place, and its gradient.
import { at, exp, give, largest, madd, take, total } from "./vector";

const LOWEST: f32 = -f32.MAX_VALUE;

/** x [d] ← softmax(x · scale + mask), mask [d] or none at address 0. */
export function softmaxRow(x: usize, mask: usize, d: i32, scale: f32): void {
  let top = f32x4.splat(LOWEST);
  for (let i = 0; i < d; i += 4) {
    let value = f32x4.mul(take(at(x, i), d - i), f32x4.splat(scale));
    if (mask) value = f32x4.add(value, take(at(mask, i), d - i));
    give(at(x, i), value, d - i);
    top = f32x4.max(top, d - i < 4 ? take(at(x, i), d - i, LOWEST) : value);
  }
  const all = exponentials(x, d, largest(top));
  const share = f32x4.splat(<f32>1 / all);
  for (let i = 0; i < d; i += 4) give(at(x, i), f32x4.mul(take(at(x, i), d - i), share), d - i);
}

/** x ← e^(x − top); returns their sum. */
export function exponentials(x: usize, d: i32, top: f32): f32 {
  let all = f32x4.splat(0);
  for (let i = 0; i < d; i += 4) {
    const value = exp(f32x4.sub(take(at(x, i), d - i, -Infinity), f32x4.splat(top))); // what is not there counts nothing
    give(at(x, i), value, d - i);
    all = f32x4.add(all, value);
  }
  return total(all);
}

export function rowLargest(x: usize, d: i32): f32 {
  let top = f32x4.splat(LOWEST);
  for (let i = 0; i < d; i += 4) top = f32x4.max(top, take(at(x, i), d - i, LOWEST));
  return largest(top);
}

/** slope [d] ← weights (slope − Σ slope · weights) · scale. */
export function softmaxRowGradient(slope: usize, weights: usize, d: i32, scale: f32): void {
  let all = f32x4.splat(0);
  for (let i = 0; i < d; i += 4) all = madd(take(at(slope, i), d - i), take(at(weights, i), d - i), all);
  const mean = f32x4.splat(total(all));
  for (let i = 0; i < d; i += 4) {
    const apart = f32x4.mul(take(at(weights, i), d - i), f32x4.sub(take(at(slope, i), d - i), mean));
    give(at(slope, i), f32x4.mul(apart, f32x4.splat(scale)), d - i);
  }
}
