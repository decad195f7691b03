// What compiled functions do on the device that CELLWRIGHT_DEVICE names, as JSON by the probe's name. A process of its own: it has one device.
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { compile } from "../../../src/learn/compile";
import { nativeBackend } from "../../../src/learn/compile/backend";
import { Program } from "../../../src/learn/compile/program";
import { device } from "../../../src/learn/device";
import { CNN, GPT, MLP } from "../../../src/learn/nn";
import { type Optimizer, adamw, rmsprop, schedule, sgd } from "../../../src/learn/optim";
import { rng } from "../../../src/learn/random";
import { type TrainOptions, type TrainReport, train } from "../../../src/learn/train";

interface Batch {
  x: tf.Tensor;
  y: tf.Tensor;
}

const numbers = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

const message = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return "no error";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Batches of token pairs, the last of each five shorter. */
function* tokens(seed: number): Generator<Batch> {
  const random = rng(seed);
  for (let n = 1; ; n++) {
    const rows = n % 5 === 0 ? 2 : 4;
    const ids = Int32Array.from({ length: rows * 8 }, () => random.int(11));
    yield { x: tf.tensor2d(ids, [rows, 8], "int32"), y: tf.tensor2d(ids.map((id) => (3 * id + 1) % 11), [rows, 8], "int32") };
  }
}

type Made = { report: TrainReport; weights: number[] };

async function gpt(optimizerOf: (model: GPT) => Optimizer, more: Partial<TrainOptions<Batch>>, dropout = 0): Promise<Made> {
  const model = new GPT({ vocab: 11, context: 8, layers: 2, heads: 2, width: 16, seed: 3, dropout });
  const optimizer = optimizerOf(model);
  const report = await train({ model, optimizer, loss: ({ x, y }) => model.loss(x, y), batches: tokens(1), steps: 12, clip: 0.5, quiet: true, ...more });
  const weights = [...model.parameters().values()].flatMap(numbers);
  model.dispose();
  optimizer.dispose();
  return { report, weights };
}

const worst = (a: number[], b: number[]): number => Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN))));

/** How far the same training comes apart when it runs as a graph. */
async function apart(optimizerOf: (model: GPT) => Optimizer): Promise<{ losses: number; weights: number; compiled: boolean; left: number }> {
  const rates = schedule.cosine({ lr: 0.01, warmup: 3, total: 12 });
  const plain = await gpt(optimizerOf, { schedule: rates });
  const before = tf.memory().numTensors;
  const graph = await gpt(optimizerOf, { schedule: rates, compile: true });
  return { losses: worst(plain.report.losses, graph.report.losses), weights: worst(plain.weights, graph.weights), compiled: graph.report.compiled, left: tf.memory().numTensors - before };
}

/** How far a CNN's losses come apart in mixed precision. */
async function pictures(): Promise<{ images: number }> {
  const run = async (precision: "float32" | "bfloat16"): Promise<number[]> => {
    const model = new CNN({ input: [8, 8, 1], classes: 3, channels: [4, 8], hidden: 8 });
    const random = rng(2);
    const [x, y] = [random.normals(6 * 64), Int32Array.from({ length: 6 }, () => random.int(3))];
    const batches = Array.from({ length: 6 }, () => ({ x: tf.tensor4d(x, [6, 8, 8, 1]), y: tf.tensor1d(y, "int32") }));
    return (await train<Batch>({ model, optimizer: sgd(model.parameters(), { lr: 0.1 }), batches, steps: 6, loss: (batch) => model.loss(batch.x, batch.y), compile: true, quiet: true, precision })).losses;
  };
  return { images: worst(await run("float32"), await run("bfloat16")) };
}

/** A parameter at 1 that moves by less than bfloat16's step there, 1/128, each time; and a product whose factor falls between two of bfloat16's numbers. */
async function fine(): Promise<{ moved: number; product: number[] }> {
  const weight = tf.variable(tf.tensor2d([[1]]));
  const batches = Array.from({ length: 8 }, () => ({ x: tf.tensor2d([[1]]), y: tf.tensor2d([[1 + 2 ** -8]]) }));
  const report = await train<Batch>({
    parameters: new Map([["weight", weight]]), optimizer: sgd(new Map([["weight", weight]]), { lr: 2 ** -10 }), batches, steps: 8, compile: true, precision: "bfloat16", quiet: true,
    loss: ({ x, y }) => tf.add(tf.neg(tf.sum(tf.matMul(x, weight))), tf.mul(0, tf.sum(tf.matMul(y, x)))),
  });
  const rounded = new Program(report.precision);
  const factor = tf.tensor2d([[1 + 2 ** -9]]);
  const product = report.compiled ? numbers(rounded.run((x) => tf.matMul(x, x), [factor]).value) : numbers(tf.matMul(factor, factor));
  rounded.dispose();
  return { moved: (numbers(weight)[0] ?? NaN) - 1, product };
}

const probes: Record<string, () => unknown> = {
  adamw: () => apart((model) => adamw(model.parameters(), { lr: 0.01, weightDecay: 0.1, eps: 1e-3 })),
  sgd: () => apart((model) => sgd(model.parameters(), { lr: 0.01, momentum: 0.9, nesterov: true })),
  rmsprop: () => apart((model) => rmsprop(model.parameters(), { lr: 0.01, eps: 1e-2 })),
  repeats: async () => {
    const [one, two] = [await gpt((model) => adamw(model.parameters(), { lr: 0.01 }), { compile: true }), await gpt((model) => adamw(model.parameters(), { lr: 0.01 }), { compile: true })];
    return worst(one.weights, two.weights);
  },
  mixed: async () => {
    const optimizerOf = (model: GPT): Optimizer => sgd(model.parameters(), { lr: 0.1 });
    const [plain, narrow] = [await gpt(optimizerOf, { compile: true }), await gpt(optimizerOf, { compile: true, precision: "bfloat16" })];
    return { precision: narrow.report.precision, losses: worst(plain.report.losses, narrow.report.losses), weights: worst(plain.weights, narrow.weights), ...(await pictures()), ...(await fine()) };
  },
  counter: () => {
    const count = tf.variable(tf.scalar(0));
    const next = compile((by) => {
      count.assign(tf.add(count, by));
      return tf.mul(count, 10);
    });
    const seen = [1, 2, 3].map((by) => numbers(next(tf.scalar(by)))[0]);
    count.assign(tf.scalar(100)); // from outside, between calls
    return [...seen, numbers(next(tf.scalar(1)))[0], numbers(count)[0]];
  },
  sharing: () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const copy = weight.clone(); // the same data as the variable's, until that moves on
    const given = tf.tensor1d([5, 7]);
    const move = compile((x) => {
      weight.assign(tf.add(weight, x));
      return tf.add(tf.mul(copy, 1000), tf.add(tf.mul(given, 100), x));
    });
    return [numbers(move(given)), numbers(move(tf.tensor1d([1, 1]))), numbers(weight)];
  },
  outside: () => {
    if (!nativeBackend()) return [];
    const table = tf.tensor1d([1, 2, 3]);
    const scaled = compile((x) => tf.mul(x, table));
    const first = numbers(scaled(tf.tensor1d([1, 1, 1])));
    table.dispose();
    return [first, numbers(scaled(tf.tensor1d([2, 2, 2])))];
  },
  kinds: () => {
    const run = compile((x) => tf.cast(tf.greater(x, tf.scalar(1, x.dtype)), "int32"));
    return [numbers(run(tf.tensor1d([0, 1, 2]))), numbers(run(tf.tensor1d([5, 0], "int32"))), numbers(run(tf.tensor2d([[3], [0]])))];
  },
  manyShapes: () => {
    const total = compile((x) => tf.sum(x));
    return Array.from({ length: 12 }, (_, i) => numbers(total(tf.ones([i + 1])))[0]);
  },
  picture: () => {
    const filter = tf.tensor4d(rng(2).normals(3 * 3 * 2 * 4), [3, 3, 2, 4]);
    const image = tf.tensor4d(rng(3).normals(2 * 8 * 8 * 2), [2, 8, 8, 2]);
    const picture = (x: tf.Tensor): tf.Tensor4D => tf.reshape<tf.Rank.R4>(x, image.shape);
    const features = (x: tf.Tensor, weights: tf.Tensor): tf.Tensor4D => tf.relu(tf.conv2d(picture(x), tf.reshape<tf.Rank.R4>(weights, filter.shape), 1, "same"));
    const loss = (x: tf.Tensor, weights: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.maxPool(features(x, weights), 2, 2, "valid")));
    const gradient = (x: tf.Tensor): tf.Tensor => tf.grad((weights) => loss(x, weights))(filter);
    const [plain, graph] = [numbers(gradient(image)), numbers(compile(gradient)(image))];
    return { apart: worst(plain, graph), largest: Math.max(...plain) };
  },
  nested: () => {
    const double = compile((x) => tf.mul(x, 2));
    return numbers(compile((x) => double(double(x)))(tf.scalar(3)));
  },
  added: () => numbers(compile((x) => tf.mul(tf.expandDims(x, 1), tf.tensor2d([[1, 10]])))(tf.tensor1d([1, 2]))),
  random: () => message(() => compile((x) => tf.add(x, tf.randomNormal([2])))(tf.tensor1d([1, 2]))),
  dropout: () => message(() => gpt((model) => adamw(model.parameters(), { lr: 0.01 }), { compile: true }, 0.5)),
  reading: () => message(() => compile((x) => tf.mul(x, x.dataSync()[0] ?? 0))(tf.scalar(2))),
  plainBatch: () => message(() => train({ model: new MLP({ sizes: [1, 1] }), optimizer: sgd(new Map(), { lr: 1 }), batches: [{ x: tf.scalar(1), weight: 3 }], steps: 1, loss: ({ x, weight }) => tf.mul(x, weight), compile: true, quiet: true })),
  badNumber: async () => {
    const model = new MLP({ sizes: [1, 4, 1], seed: 1 });
    const optimizer = sgd(model.parameters(), { lr: 0.1 });
    const batches = [1, Infinity].map((value) => ({ x: tf.tensor2d([value], [1, 1]) }));
    const first = model.parameters().get("layers.0.weight");
    const said = await message(() => train({ model, optimizer, batches, steps: 2, loss: ({ x }) => tf.mean(tf.square(model.forward(x))), compile: true, quiet: true }));
    return { said, finite: first ? numbers(first).every(Number.isFinite) : false };
  },
  folders: async () => (await readdir(tmpdir())).filter((name) => name.startsWith("cellwright-graph-")).length,
};

async function main(): Promise<void> {
  await device();
  const results: Record<string, unknown> = {};
  for (const [name, probe] of Object.entries(probes)) results[name] = await probe();
  console.log(`RESULT ${JSON.stringify(results)}`);
}

void main();
