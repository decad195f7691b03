// Adam's update of one parameter.
import { at, give, madd, take } from "./vector";

/** newMean = β₁ mean + (1 − β₁) g; newSquare = β₂ square + (1 − β₂) g²; newParameter = shrink · parameter − pace · newMean / (√newSquare + small). */
export function adam(
  parameter: usize, gradient: usize, mean: usize, square: usize, newParameter: usize, newMean: usize, newSquare: usize, count: i32,
  beta1: f32, beta2: f32, newShare1: f32, newShare2: f32, pace: f32, small: f32, shrink: f32,
): void {
  for (let i = 0; i < count; i += 4) {
    const left = count - i, g = take(at(gradient, i), left);
    const m = madd(take(at(mean, i), left), f32x4.splat(beta1), f32x4.mul(g, f32x4.splat(newShare1)));
    const v = madd(take(at(square, i), left), f32x4.splat(beta2), f32x4.mul(f32x4.mul(g, g), f32x4.splat(newShare2)));
    const change = f32x4.mul(f32x4.div(m, f32x4.add(f32x4.sqrt(v), f32x4.splat(small))), f32x4.splat(pace));
    give(at(newMean, i), m, left);
    give(at(newSquare, i), v, left);
    give(at(newParameter, i), f32x4.sub(f32x4.mul(take(at(parameter, i), left), f32x4.splat(shrink)), change), left);
  }
}
