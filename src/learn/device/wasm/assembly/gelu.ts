// GELU by tanh, as x · σ(u) with u = x (2√(2/π) + 2√(2/π) · 0.044715 x²), and its gradient.
import { at, exp, give, madd, take } from "./vector";

const SCALE: f32 = 1.5957691216057308;
const CUBIC: f32 = 0.07135481627159056;

function gate(x: v128, square: v128): v128 {
  const u = f32x4.mul(x, madd(square, f32x4.splat(CUBIC), f32x4.splat(SCALE)));
  return f32x4.div(f32x4.splat(1), f32x4.add(f32x4.splat(1), exp(f32x4.neg(u))));
}

export function gelu(x: usize, out: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const value = take(at(x, i), count - i);
    give(at(out, i), f32x4.mul(value, gate(value, f32x4.mul(value, value))), count - i);
  }
}

/** dx = dy (σ + x σ (1 − σ) u′), u′ = 2√(2/π) + 3 · 2√(2/π) · 0.044715 x². */
export function geluGradient(dy: usize, x: usize, dx: usize, count: i32): void {
  for (let i = 0; i < count; i += 4) {
    const value = take(at(x, i), count - i), square = f32x4.mul(value, value);
    const open = gate(value, square);
    const steep = madd(square, f32x4.splat(3 * CUBIC), f32x4.splat(SCALE));
    const bend = f32x4.mul(f32x4.mul(f32x4.sub(open, f32x4.mul(open, open)), value), steep);
    give(at(dx, i), f32x4.mul(take(at(dy, i), count - i), f32x4.add(open, bend)), count - i);
  }
}
