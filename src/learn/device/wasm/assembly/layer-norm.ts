// Layer normalisation over rows, and its gradient.
import { at, give, madd, take, total } from "./vector";

/** x [n, d] → normed = (x − mean) · inverse, inverse [n] = 1 / √(variance + eps), out = normed · gain + bias. */
export function layerNorm(x: usize, gain: usize, bias: usize, out: usize, normed: usize, inverse: usize, n: i32, d: i32, eps: f32): void {
  for (let row = 0; row < n; row++) {
    const mean = sum(x, d) / <f32>d;
    const scale = <f32>1 / sqrt<f32>(squares(x, mean, d) / <f32>d + eps);
    store<f32>(at(inverse, row), scale);
    for (let i = 0; i < d; i += 4) {
      const y = f32x4.mul(f32x4.sub(take(at(x, i), d - i), f32x4.splat(mean)), f32x4.splat(scale));
      give(at(normed, i), y, d - i);
      give(at(out, i), madd(y, take(at(gain, i), d - i), take(at(bias, i), d - i)), d - i);
    }
    x = at(x, d);
    out = at(out, d);
    normed = at(normed, d);
  }
}

function sum(x: usize, d: i32): f32 {
  let all = f32x4.splat(0);
  for (let i = 0; i < d; i += 4) all = f32x4.add(all, take(at(x, i), d - i));
  return total(all);
}

/** Σ (x − mean)². */
function squares(x: usize, mean: f32, d: i32): f32 {
  let all = f32x4.splat(0);
  for (let i = 0; i < d; i += 4) {
    const apart = f32x4.sub(take(at(x, i), d - i, mean), f32x4.splat(mean));
    all = madd(apart, apart, all);
  }
  return total(all);
}

/** With u = dy · gain: dx = (u − mean(u) − normed · mean(u · normed)) · inverse; dgain = Σ dy · normed and dbias = Σ dy over rows. */
export function layerNormGradient(dy: usize, normed: usize, inverse: usize, gain: usize, dx: usize, dgain: usize, dbias: usize, n: i32, d: i32): void {
  memory.fill(dgain, 0, <usize>d << 2);
  memory.fill(dbias, 0, <usize>d << 2);
  for (let row = 0; row < n; row++) {
    let sumU = f32x4.splat(0), sumUNormed = f32x4.splat(0);
    for (let i = 0; i < d; i += 4) {
      const slope = take(at(dy, i), d - i), y = take(at(normed, i), d - i);
      const u = f32x4.mul(slope, take(at(gain, i), d - i));
      sumU = f32x4.add(sumU, u);
      sumUNormed = madd(u, y, sumUNormed);
      give(at(dgain, i), madd(slope, y, take(at(dgain, i), d - i)), d - i);
      give(at(dbias, i), f32x4.add(slope, take(at(dbias, i), d - i)), d - i);
    }
    rowGradient(dy, normed, gain, dx, d, total(sumU) / <f32>d, total(sumUNormed) / <f32>d, load<f32>(at(inverse, row)));
    dy = at(dy, d);
    normed = at(normed, d);
    dx = at(dx, d);
  }
}

function rowGradient(dy: usize, normed: usize, gain: usize, dx: usize, d: i32, meanU: f32, meanUNormed: f32, inverse: f32): void {
  for (let i = 0; i < d; i += 4) {
    const u = f32x4.mul(take(at(dy, i), d - i), take(at(gain, i), d - i));
    const centred = f32x4.sub(f32x4.sub(u, f32x4.splat(meanU)), f32x4.mul(take(at(normed, i), d - i), f32x4.splat(meanUNormed)));
    give(at(dx, i), f32x4.mul(centred, f32x4.splat(inverse)), d - i);
  }
}
