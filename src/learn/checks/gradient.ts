// Autodiff against finite differences.
import type * as tf from "@tensorflow/tfjs";
import { t } from "../../display";
import { CheckError, named, pass, shortNumber } from "./say";

/** Returns a tensor of one entry. */
export type ScalarFunction = (...xs: tf.Tensor[]) => tf.Tensor;
/** How closely, and under which name. */
export interface GradientCheckOptions {
  /** What the printed line says. */
  name?: string;
  /** The step, relative to max(1, |x|). */
  eps?: number;
  /** The largest relative error that passes; 1e-3 by default. */
  tolerance?: number;
}

// f'(x) ≈ Σ wᵢ f(x + oᵢ h) / h with an error of O(h⁴). A plain central difference would need h ≈ 5e-3 in float32 and reach
// 1e-4 at best; this one affords h = 0.02, where rounding (6e-8 / h) weighs less.
const stencil = [{ offset: -2, weight: 1 / 12 }, { offset: -1, weight: -8 / 12 }, { offset: 1, weight: 8 / 12 }, { offset: 2, weight: -1 / 12 }];

/**
 * Compares the gradient of `f` (tensors → scalar) at `xs` by autodiff and by a five-point central difference, entry by entry.
 * The error of an entry is relative to the largest entry of its tensor's gradient. Prints and returns the worst; throws
 * CheckError above `tolerance` (default 1e-3). Mind kinks (relu) nearer than 2·eps to an entry. Costs 4 calls of f an entry.
 */
export async function gradientCheck(f: ScalarFunction, xs: tf.Tensor[], options: GradientCheckOptions = {}): Promise<{ worst: number }> {
  const { name = t({ en: "gradient", zh: "梯度" }), eps = 0.02, tolerance = 1e-3 } = options;
  const engine = await import("@tensorflow/tfjs");
  const analytic = await valuesOf(engine.grads(f)(xs));
  let worst = 0;
  for (let which = 0; which < xs.length; which++) {
    const numeric = await differences(engine.tensor, f, xs, which, eps);
    worst = larger(worst, relativeError(analytic[which] ?? [], numeric));
  }
  const reached = t({
    en: `autodiff = finite differences, worst relative error ${shortNumber(worst)}, allowed ${shortNumber(tolerance)}`,
    zh: `自动微分 = 有限差分，最大相对误差 ${shortNumber(worst)}，允许 ${shortNumber(tolerance)}`,
  });
  if (!(worst <= tolerance)) throw new CheckError(`✗ ${named(name, reached)}`);
  pass(named(name, reached));
  return { worst };
}

const larger = (a: number, b: number): number => (b <= a ? a : b); // NaN wins, and stays

async function valuesOf(tensors: tf.Tensor[]): Promise<number[][]> {
  const values = await Promise.all(tensors.map(async (tensor) => Array.from(await tensor.data())));
  tensors.forEach((tensor) => tensor.dispose());
  return values;
}

/** ∂f/∂xs[which], entry by entry. */
async function differences(tensor: typeof tf.tensor, f: ScalarFunction, xs: tf.Tensor[], which: number, eps: number): Promise<number[]> {
  const centre = xs[which];
  if (!centre) return [];
  const values = Float32Array.from(await centre.data());
  const at = (moved: Float32Array): Promise<number> => evaluate(f, xs.with(which, tensor(moved, centre.shape)), which);
  const slopes: number[] = [];
  for (let entry = 0; entry < values.length; entry++) slopes.push(await slope(at, values, entry, eps));
  return slopes;
}

async function slope(at: (values: Float32Array) => Promise<number>, values: Float32Array, entry: number, eps: number): Promise<number> {
  const x = values[entry] ?? 0;
  const step = eps * Math.max(1, Math.abs(x));
  const parts = stencil.map(async ({ offset, weight }) => weight * (await at(values.with(entry, x + offset * step))));
  return (await Promise.all(parts)).reduce((sum, part) => sum + part, 0) / step;
}

async function evaluate(f: ScalarFunction, xs: tf.Tensor[], moved: number): Promise<number> {
  const result = f(...xs);
  const value = (await result.data())[0] ?? NaN;
  result.dispose();
  xs[moved]?.dispose();
  return value;
}

function relativeError(analytic: number[], numeric: number[]): number {
  const scale = Math.max(...numeric.map(Math.abs), ...analytic.map(Math.abs), 1e-6);
  return analytic.map((value, entry) => Math.abs(value - (numeric[entry] ?? NaN)) / scale).reduce(larger, 0);
}
