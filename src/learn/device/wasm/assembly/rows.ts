// Rows of a matrix and one row for all of them: a bias added, the sums of columns.
import { at, give, take } from "./vector";

/** out [n, d] ← bias [d] in each row, for a product to be added to. */
export function fillRows(bias: usize, out: usize, n: i32, d: i32): void {
  for (let row = 0; row < n; row++) memory.copy(at(out, row * d), bias, <usize>d << 2);
}

/** out [d] = Σ over rows of x [n, d]. */
export function columnSums(x: usize, out: usize, n: i32, d: i32): void {
  memory.fill(out, 0, <usize>d << 2);
  for (let row = 0; row < n; row++, x = at(x, d)) addTo(out, x, d);
}

/** out [d] += x [d]. */
export function addTo(out: usize, x: usize, d: i32): void {
  for (let i = 0; i < d; i += 4) give(at(out, i), f32x4.add(take(at(out, i), d - i), take(at(x, i), d - i)), d - i);
}
