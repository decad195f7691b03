// Prints what a device computes for transposes, products and segment sums of seeded numbers: RESULT {"name": [...]}.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { rng } from "../../../src/learn/random";

const random = rng(3);
const numbers = (...shape: number[]): tf.Tensor => tf.tensor(random.normals(shape.reduce((a, b) => a * b, 1), 1), shape);

const cases: Record<string, () => tf.Tensor> = {
  "transpose of a matrix": () => tf.transpose(numbers(37, 70)),
  "transpose of matrices in a batch": () => tf.transpose(numbers(3, 33, 5), [0, 2, 1]),
  "heads apart: five axes, the last in place": () => tf.transpose(numbers(2, 5, 3, 4, 6), [2, 0, 3, 1, 4]),
  "heads together again": () => tf.transpose(numbers(3, 2, 4, 5, 6), [1, 3, 0, 2, 4]),
  "transpose that turns everything round": () => tf.transpose(numbers(2, 3, 4, 5)),
  "transpose of whole numbers": () => tf.transpose(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], "int32")),
  "transpose of nothing": () => tf.transpose(tf.zeros([0, 3])),
  "transpose that changes nothing": () => tf.transpose(numbers(4, 5), [0, 1]),
  "plain product": () => tf.matMul(numbers(17, 33), numbers(33, 9)),
  "product with the first factor transposed": () => tf.matMul(numbers(33, 17), numbers(33, 9), true, false),
  "product with the second factor transposed": () => tf.matMul(numbers(17, 33), numbers(9, 33), false, true),
  "batch of products": () => tf.matMul(numbers(6, 16, 24), numbers(6, 24, 20)),
  "batch of products, first transposed": () => tf.matMul(numbers(2, 3, 24, 16), numbers(2, 3, 24, 20), true, false),
  "batch of products, second transposed": () => tf.matMul(numbers(5, 16, 24), numbers(5, 20, 24), false, true),
  "batch of small products": () => tf.matMul(numbers(7, 2, 3), numbers(7, 3, 2)),
  "a matrix against each of a batch": () => tf.matMul(numbers(1, 16, 24), numbers(4, 24, 20)),
  "product with bias and activation": () => tf.fused.matMul({ a: numbers(33, 17), b: numbers(33, 9), transposeA: true, bias: numbers(9), activation: "relu" }),
  "segment sum, ids outside dropped": () => tf.unsortedSegmentSum(numbers(5, 4), tf.tensor1d([2, 0, 2, -1, 1], "int32"), 3),
};

async function main(): Promise<void> {
  await device();
  const results: Record<string, { shape: number[]; values: number[] }> = {};
  for (const [name, compute] of Object.entries(cases)) {
    const before = tf.memory().numTensors;
    const made = tf.tidy(compute);
    results[name] = { shape: made.shape, values: Array.from(await made.data()) };
    made.dispose();
    if (tf.memory().numTensors !== before) throw new Error(`${name} leaves ${tf.memory().numTensors - before} tensors`);
  }
  console.log(`RESULT ${JSON.stringify(results)}`);
}

void main();
