// Prints what a device computes for transposes, products, images and a transformer's operations of seeded numbers: RESULT {"name": [...]}.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { attention, causalMask, crossEntropy, gelu, layerNorm, linear } from "../../../src/learn/nn/functional";
import { adamw } from "../../../src/learn/optim";
import { rng } from "../../../src/learn/random";
import { onTheGpu, weighted } from "./steps";

const random = rng(3);
const numbers = (...shape: number[]): tf.Tensor => tf.tensor(random.normals(shape.reduce((a, b) => a * b, 1), 1), shape);

const cases = (): Record<string, () => tf.Tensor> => ({
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
  "product of few rows, read where it lies": () => tf.matMul(numbers(3, 21), numbers(21, 29)),
  "product deeper and wider than a block": () => tf.mul(tf.matMul(numbers(9, 530), numbers(530, 545)), 0.03),
  "both factors transposed": () => tf.matMul(numbers(33, 17), numbers(9, 33), true, true),
  "each of a batch against a matrix": () => tf.matMul(numbers(4, 5, 24), numbers(1, 20, 24), false, true),
  "product over nothing": () => tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 3])),
  ...withSlopes("linear", [numbers(7, 13), numbers(13, 11), numbers(11)], ([x, weight, bias]) => linear(x, weight, bias)),
  ...withSlopes("layer norm", [numbers(5, 16), numbers(16), numbers(16)], ([x, gain, bias]) => layerNorm(x, gain, bias)),
  ...withSlopes("layer norm of an odd width", [numbers(3, 7), numbers(7), numbers(7)], ([x, gain, bias]) => layerNorm(x, gain, bias)),
  ...withSlopes("GELU", [tf.mul(numbers(5, 7), 3)], ([x]) => gelu(x)),
  ...withSlopes("attention", [numbers(2 * 9, 3 * 12)], ([qkv]) => attention(qkv, { batch: 2, time: 9, heads: 3 })),
  ...withSlopes("attention to what came before", [numbers(2 * 9, 3 * 12)], ([qkv]) => attention(qkv, { batch: 2, time: 9, heads: 3, mask: causalMask(9) })),
  ...withSlopes("attention with places hidden in one text", [numbers(2 * 5, 3 * 4)], ([qkv]) => attention(qkv, { batch: 2, time: 5, heads: 2, mask: hidden(2, 5, 2) })),
  ...withSlopes("cross-entropy", [tf.mul(numbers(6, 10), 20)], ([logits]) => crossEntropy(logits, tf.tensor1d([0, 9, 3, 3, 1, 8], "int32"))),
  "AdamW's third step": () => afterAdam(3),
  "not a number stays so": () => tf.cast(tf.isNaN(layerNorm(gelu(tf.tensor2d([NaN, 1, 1, 1, 1, 1], [2, 3])), tf.ones([3]), tf.zeros([3]))), "float32"),
  "segment sum, ids outside dropped": () => tf.unsortedSegmentSum(numbers(5, 4), tf.tensor1d([2, 0, 2, -1, 1], "int32"), 3),
  "slope of a convolution by its filter": () => byFilter(1, "valid"),
  "the same with stride 2": () => byFilter(2, "valid"),
  "the same with padding": () => byFilter(1, "same"),
  "the same with stride 2 and padding": () => byFilter(2, "same"),
  "slope of a convolution by its image": () => tf.grad((x) => weighted(tf.conv2d(x as tf.Tensor4D, numbers(3, 3, 2, 4) as tf.Tensor4D, 2, "same")))(numbers(2, 7, 6, 2)),
  "slope of pooling by the largest": () => byPooling(2, 2, "valid"),
  "the same with windows that overlap": () => byPooling(3, 2, "valid"),
  "the same with padding to the same size": () => byPooling(3, 1, "same"),
  "slope of pooling where entries are equal": () => tf.grad((x) => weighted(tf.maxPool(x as tf.Tensor4D, 2, 2, "valid")))(tf.ones([1, 4, 4, 2])),
  "slope of pooling by the mean": () => tf.grad((x) => weighted(tf.avgPool(x as tf.Tensor4D, 2, 2, "valid")))(numbers(2, 6, 5, 3)),
});

type Padding = "valid" | "same";

type Inputs = [tf.Tensor, tf.Tensor, tf.Tensor];

/** An operation's value, and its slope by each of its inputs. */
function withSlopes(name: string, inputs: tf.Tensor[], operation: (inputs: Inputs) => tf.Tensor): Record<string, () => tf.Tensor> {
  const all = (given: tf.Tensor[]): tf.Tensor => operation(given as Inputs);
  const slopes = (): tf.Tensor[] => tf.grads((...given: tf.Tensor[]) => weighted(all(given)))(inputs);
  const cases = inputs.map((_, i) => [`slope of ${name} by input ${i + 1}`, () => slopes()[i] ?? tf.scalar(NaN)] as const);
  return { [name]: () => all(inputs), ...Object.fromEntries(cases) };
}

/** In each text but the first, the last two places. */
const hidden = (batch: number, time: number, heads: number): tf.Tensor =>
  tf.tensor(Array.from({ length: batch * heads * time }, (_, i) => (i >= heads * time && i % time > time - 3 ? -1e9 : 0)), [batch * heads, 1, time]);

function afterAdam(steps: number): tf.Tensor {
  const parameter = tf.variable(numbers(3, 5));
  const optimizer = adamw(new Map([["w", parameter]]), { lr: 0.1, weightDecay: 0.1 });
  for (let step = 0; step < steps; step++) optimizer.step({ w: numbers(3, 5) });
  const reached = tf.clone(parameter);
  parameter.dispose();
  optimizer.dispose();
  return reached;
}

function byFilter(stride: number, padding: Padding): tf.Tensor {
  const images = numbers(2, 7, 6, 2);
  return tf.grad((filter) => weighted(tf.conv2d(images as tf.Tensor4D, filter as tf.Tensor4D, stride, padding)))(numbers(3, 2, 2, 4));
}

function byPooling(size: number, stride: number, padding: Padding): tf.Tensor {
  return tf.grad((x) => weighted(tf.maxPool(x as tf.Tensor4D, size, stride, padding)))(numbers(2, 7, 6, 3));
}

async function main(): Promise<void> {
  await device();
  onTheGpu();
  const results: Record<string, { shape: number[]; values: number[] }> = {};
  for (const [name, compute] of Object.entries(cases())) {
    const before = tf.memory().numTensors;
    const made = tf.tidy(compute);
    results[name] = { shape: made.shape, values: Array.from(await made.data()) };
    made.dispose();
    if (tf.memory().numTensors !== before) throw new Error(`${name} leaves ${tf.memory().numTensors - before} tensors`);
  }
  console.log(`RESULT ${JSON.stringify(results)}`);
}

void main();
