// The same step as the public TensorFlow.js API gives it, without our kernels: autodiff throughout, tf.train.adam with decay.
import * as tf from "@tensorflow/tfjs";
import { rng } from "../../../src/learn/random";
import { timed } from "../timed";
import { untouched } from "../untouched";
import task from "./task.json";

const { vocab, context, layers, heads, width, batch, lr, weightDecay } = task;
const random = rng(task.seed);
const parameters: tf.Variable[] = [];
const keep = (value: tf.Tensor): tf.Variable => parameters[parameters.push(tf.variable(value)) - 1] ?? tf.variable(value);
const normal = (...shape: number[]): tf.Variable => keep(tf.tensor(random.normals(shape.reduce((a, b) => a * b, 1), 0.02), shape));
const norm = (): { gain: tf.Variable; bias: tf.Variable } => ({ gain: keep(tf.ones([width])), bias: keep(tf.zeros([width])) });
const linear = (inner: number, outer: number): { weight: tf.Variable; bias: tf.Variable } => ({ weight: normal(inner, outer), bias: keep(tf.zeros([outer])) });

type Norm = ReturnType<typeof norm>;
type Linear = ReturnType<typeof linear>;

function normed(x: tf.Tensor, { gain, bias }: Norm): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), 1e-5))), gain), bias);
}

const product = (x: tf.Tensor, { weight, bias }: Linear): tf.Tensor => tf.add(tf.matMul(x, weight), bias);
const gelu = (x: tf.Tensor): tf.Tensor => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(tf.mul(0.7978845608, tf.add(x, tf.mul(0.044715, tf.mul(x, tf.square(x))))))));

function attention(x: tf.Tensor, qkv: Linear, mask: tf.Tensor): tf.Tensor {
  const parts = tf.split(tf.reshape(product(x, qkv), [batch, context, 3 * width]), 3, -1);
  const [q, k, v] = parts.map((part) => tf.transpose(tf.reshape(part, [batch, context, heads, width / heads]), [0, 2, 1, 3]));
  if (!q || !k || !v) throw new Error("The product did not split in three.");
  const weights = tf.softmax(tf.add(tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(width / heads)), mask));
  return tf.reshape(tf.transpose(tf.matMul(weights, v), [0, 2, 1, 3]), [batch * context, width]);
}

async function main(): Promise<void> {
  await untouched();
  const [tokens, positions] = [normal(vocab, width), normal(context, width)];
  const blocks = Array.from({ length: layers }, () => ({ one: norm(), qkv: linear(width, 3 * width), out: linear(width, width), two: norm(), up: linear(width, 4 * width), down: linear(4 * width, width) }));
  const [last, head] = [norm(), normal(width, vocab)];
  const ids = Int32Array.from({ length: batch * context }, () => random.int(vocab));
  const oneHot = (of: Int32Array): tf.Tensor => tf.cast(tf.oneHot(tf.tensor1d(of, "int32"), vocab), "float32");
  const [x, y] = [oneHot(ids), oneHot(ids.map((id) => (5 * id + 7) % vocab))];
  const mask = tf.mul(tf.sub(1, tf.linalg.bandPart(tf.ones([context, context]), -1, 0)), -1e9);
  const loss = (): tf.Scalar => {
    let h = tf.reshape(tf.add(tf.reshape(tf.matMul(x, tokens), [batch, context, width]), positions), [batch * context, width]);
    for (const { one, qkv, out, two, up, down } of blocks) {
      h = tf.add(h, product(attention(normed(h, one), qkv, mask), out));
      h = tf.add(h, product(gelu(product(normed(h, two), up)), down));
    }
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(tf.matMul(normed(h, last), head))), -1)));
  };
  const optimizer = tf.train.adam(lr, 0.9, 0.999, 1e-8);
  await timed(async () => {
    const value = tf.tidy(() => {
      for (const parameter of parameters) parameter.assign(tf.mul(parameter, 1 - lr * weightDecay));
      return optimizer.minimize(loss, true, parameters);
    });
    await value?.data();
    value?.dispose();
  });
}

void main();
