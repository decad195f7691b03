// Trains a small GPT and a small CNN on the device that CELLWRIGHT_DEVICE names: RESULT { gpt: losses, cnn: losses, what reads say }.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { CNN, GPT, type Module } from "../../../src/learn/nn";
import { adamw } from "../../../src/learn/optim";
import { rng } from "../../../src/learn/random";
import { train } from "../../../src/learn/train";
import { onTheGpu } from "./steps";

export interface Trained {
  gpt: number[];
  cnn: number[];
  leaked: number;
  read: string;
  /** What a read says after an invalid operation (WebGPU only). */
  refused?: string;
}

interface Batch {
  x: tf.Tensor;
  y: tf.Tensor;
}

const STEPS = 5;

function* tokens(): Generator<Batch> {
  const random = rng(2);
  for (;;) {
    const rows = Array.from({ length: 3 }, () => Array.from({ length: 7 }, () => random.int(11)));
    yield { x: tf.tensor2d(rows.map((row) => row.slice(0, -1)), undefined, "int32"), y: tf.tensor2d(rows.map((row) => row.slice(1)), undefined, "int32") };
  }
}

function* images(): Generator<Batch> {
  const random = rng(3);
  for (;;) yield { x: tf.tensor(random.normals(4 * 64), [4, 8, 8, 1]), y: tf.tensor1d(Array.from({ length: 4 }, () => random.int(3)), "int32") };
}

/** `train` itself throws where a step leaves a tensor. */
async function losses<M extends Module>(model: M, batches: Iterable<Batch>, loss: (batch: Batch) => tf.Scalar): Promise<number[]> {
  const optimizer = adamw(model.parameters(), { lr: 0.01 });
  const report = await train({ model, optimizer, batches, steps: STEPS, clip: 1, quiet: true, loss });
  optimizer.dispose();
  model.dispose();
  return report.losses;
}

async function synchronousRead(): Promise<string> {
  const x = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1));
  try {
    return Array.from(x.dataSync()).join();
  } catch (error) {
    return String(error);
  } finally {
    await x.data();
    x.dispose();
  }
}

/** A buffer without a use is invalid. */
async function afterAnInvalidOperation(): Promise<string | undefined> {
  if (tf.getBackend() !== "webgpu") return undefined;
  const gpu: { createBuffer(options: object): void } = Reflect.get(tf.backend(), "device");
  gpu.createBuffer({ size: 16, usage: 0 });
  const x = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), 1));
  const said = await x.data().then((values) => Array.from(values).join(), String);
  return said;
}

async function main(): Promise<void> {
  await device();
  onTheGpu();
  const before = tf.memory().numTensors;
  const gpt = new GPT({ vocab: 11, context: 6, layers: 1, heads: 2, width: 8, seed: 1 });
  const cnn = new CNN({ input: [8, 8, 1], channels: [2], hidden: 8, classes: 3, seed: 1 });
  const result: Trained = {
    gpt: await losses(gpt, tokens(), ({ x, y }) => gpt.loss(x as tf.Tensor2D, y as tf.Tensor2D)),
    cnn: await losses(cnn, images(), ({ x, y }) => cnn.loss(x, y)),
    leaked: tf.memory().numTensors - before,
    read: await synchronousRead(),
    refused: await afterAnInvalidOperation(),
  };
  console.log(`RESULT ${JSON.stringify(result)}`);
}

void main();
