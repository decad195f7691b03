// Two numbers, arrays or tensors agree within a tolerance; the error reached is printed.
import type * as tf from "@tensorflow/tfjs";
import { t } from "../../display";
import { CheckError, named, pass, shortNumber } from "./say";

/** A number, or numbers nested to any depth. */
export type Numbers = number | ArrayLike<number> | readonly Numbers[];
type Compared = Numbers | tf.Tensor;

const isTensor = (value: Compared): value is tf.Tensor => typeof value === "object" && "dataId" in value;

function flatten(value: Numbers): number[] {
  return typeof value === "number" ? [value] : Array.from<number | Numbers>(value).flatMap(flatten);
}

/**
 * The largest of |a − e| / max(1, |e|) over all pairs: absolute for small numbers, relative for large ones.
 * NaN where either side is not a number, Infinity where the counts differ.
 */
export function largestError(actual: Numbers, expected: Numbers): number {
  const [a, e] = [flatten(actual), flatten(expected)];
  if (a.length !== e.length) return Infinity;
  const errors = a.map((value, index) => pairError(value, e[index] ?? NaN));
  return errors.reduce((worst, error) => (Number.isNaN(worst) || error <= worst ? worst : error), 0);
}

const pairError = (a: number, e: number): number => (a === e ? 0 : Math.abs(a - e) / Math.max(1, Math.abs(e)));

function compare(name: string, actual: Numbers, expected: Numbers, tolerance: number): void {
  const [a, e] = [flatten(actual).length, flatten(expected).length];
  if (a !== e) throw new CheckError(`✗ ${named(name, t({ en: `${a} numbers against ${e}`, zh: `${a} 个数对 ${e} 个数` }))}`);
  const error = largestError(actual, expected);
  const reached = t({
    en: `largest error ${shortNumber(error)}, allowed ${shortNumber(tolerance)}`,
    zh: `最大误差 ${shortNumber(error)}，允许 ${shortNumber(tolerance)}`,
  });
  if (!(error <= tolerance)) throw new CheckError(`✗ ${named(name, reached)}`);
  pass(named(name, reached));
}

/**
 * `actual` agrees with `expected`: no |a − e| / max(1, |e|) is above `tolerance`. Prints the largest; throws CheckError above
 * it, on NaN, and on different counts. With a tensor on either side it must be awaited (tensors are read asynchronously).
 */
export function close(name: string, actual: Numbers, expected: Numbers, tolerance?: number): void;
export function close(name: string, actual: Compared, expected: Compared, tolerance?: number): Promise<void>;
export function close(name: string, actual: Compared, expected: Compared, tolerance = 1e-6): void | Promise<void> {
  if (!isTensor(actual) && !isTensor(expected)) return compare(name, actual, expected, tolerance);
  return Promise.all([read(actual), read(expected)]).then(([a, e]) => compare(name, a, e, tolerance));
}

const read = (value: Compared): Numbers | Promise<Numbers> => (isTensor(value) ? value.data() : value);
