// Computes every operation of ops.json on the device that CELLWRIGHT_DEVICE names: RESULT { name: its distance from PyTorch's numbers, or the error }.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { ops } from "./ops";
import golden from "./ops.json";
import { onTheGpu, weighted } from "./steps";

interface Written {
  shape: number[];
  dtype: string;
  data: number[];
}

interface Case {
  inputs: Written[];
  value: Written;
  grads?: (number[] | null)[];
}

export interface Reached {
  value: number;
  gradient: number;
  leaked: number;
  error?: string;
}

const tensorOf = ({ data, shape, dtype }: Written): tf.Tensor => tf.tensor(data, shape, dtype === "int32" ? "int32" : "float32");

/** The largest difference, relative where numbers are above 1. */
const worst = (actual: ArrayLike<number>, expected: number[]): number =>
  actual.length === expected.length ? Math.max(0, ...expected.map((value, i) => Math.abs(value - (actual[i] ?? NaN)) / Math.max(1, Math.abs(value)))) : Infinity;

async function slopes(op: (...x: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], expected: (number[] | null)[]): Promise<number> {
  const moving = inputs.filter((_, i) => expected[i]);
  const all = (xs: tf.Tensor[]): tf.Tensor[] => inputs.map((x) => xs[moving.indexOf(x)] ?? x);
  const found = tf.tidy(() => tf.grads((...xs) => weighted(op(...all(xs))))(moving));
  const distances = await Promise.all(found.map(async (slope, i) => worst(await slope.data(), expected.filter((each) => each !== null)[i] ?? [])));
  tf.dispose(found);
  return Math.max(...distances);
}

async function reach(name: string, { inputs, value, grads }: Case): Promise<Reached> {
  const before = tf.memory().numTensors;
  const op = ops[name];
  const xs = inputs.map(tensorOf);
  try {
    if (!op) throw new Error("ops.ts has no such operation");
    const y = tf.tidy(() => op(...xs));
    const reached = { value: y.shape.join() === value.shape.join() ? worst(await y.data(), value.data) : Infinity, gradient: grads ? await slopes(op, xs, grads) : 0 };
    tf.dispose([y, xs]);
    return { ...reached, leaked: tf.memory().numTensors - before };
  } catch (error) {
    tf.dispose(xs);
    return { value: NaN, gradient: NaN, leaked: 0, error: String(error) };
  }
}

async function main(): Promise<void> {
  await device();
  onTheGpu();
  const cases: Record<string, Case> = golden.cases;
  const results: Record<string, Reached> = {};
  for (const [name, each] of Object.entries(cases)) results[name] = await reach(name, each);
  console.log(`RESULT ${JSON.stringify(results)}`);
}

void main();
