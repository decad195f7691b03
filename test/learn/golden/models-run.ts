// Runs one golden model on the device that CELLWRIGHT_DEVICE names and prints how far it is from Hugging Face's or PyTorch's.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { AlexNet, type AlexNetConfig, type GPT, GRU, type Llama, LSTM, ResNet, type ResNetConfig, type Module } from "../../../src/learn/nn";
import { pretrained } from "../../../src/learn/pretrained";
import { bertPlace } from "../../../src/learn/pretrained/bert";
import { gpt2Place } from "../../../src/learn/pretrained/gpt2";
import { llamaPlace } from "../../../src/learn/pretrained/llama";
import type { Place } from "../../../src/learn/pretrained/layout";
import type { Weights } from "../../../src/learn/safetensors";
import { onTheGpu } from "./steps";

export interface Distances {
  logits: number;
  loss: number;
  gradients: number;
  /** Of what else the golden file tells: running statistics, tokens. */
  more: number;
  /** Tensors left behind. */
  leaked: number;
}

type Golden = Record<string, never> & { loss: number; logits: number[]; grads: Record<string, number[]>; ids: number[][] };

const golden = (name: string): Golden => JSON.parse(readFileSync(join(__dirname, name), "utf8"));
const worst = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => Math.max(actual.length === expected.length ? 0 : Infinity, ...Array.from(expected, (value, i) => Math.abs(value - (actual[i] ?? NaN))));
const ints = (values: number[] | number[][]): tf.Tensor => tf.tensor(values, undefined, "int32");

async function distances(model: Module, expected: Golden, logits: () => tf.Tensor, loss: () => tf.Scalar, placeOf: (name: string) => Place, more = async (): Promise<number> => 0): Promise<Distances> {
  const before = tf.memory().numTensors;
  const out = logits();
  const { value, grads } = model.gradients(loss);
  const gradients = await Promise.all(Object.entries(grads).map(async ([name, gradient]) => {
    const { names, transposed } = placeOf(name);
    const published = names.map((each) => expected.grads[each]).find(Boolean);
    const turned = transposed ? tf.transpose(gradient) : gradient;
    const distance = worst(await turned.data(), published ?? []);
    if (turned !== gradient) turned.dispose();
    return distance;
  }));
  const missing = Object.keys(grads).length === model.parameters().size ? 0 : Infinity;
  const found = { logits: worst(await out.data(), expected.logits), loss: Math.abs(((await value.data())[0] ?? NaN) - expected.loss), gradients: Math.max(missing, ...gradients), more: await more() };
  tf.dispose([out, value, grads]);
  return { ...found, leaked: tf.memory().numTensors - before };
}

const models: Record<string, () => Promise<Distances>> = {
  async bert() {
    const folder = join(__dirname, "bert");
    const expected = golden("bert/expected.json");
    const model = await pretrained.maskedLM(folder);
    const input = { ids: ints(expected.ids), mask: ints(expected["mask"] ?? []), segments: ints(expected["segments"] ?? []) };
    const [positions, tokens] = [ints(expected["positions"] ?? []), ints(expected["tokens"] ?? [])];
    return distances(model, expected, () => model.predict(input), () => model.loss(input, positions, tokens), bertPlace);
  },
  async "bert-classifier"() {
    const expected = golden("bert-classifier/expected.json");
    const model = await pretrained.textClassifier(join(__dirname, "bert-classifier"), { classes: 3 });
    const [ids, labels] = [ints(expected.ids), ints(expected["labels"] ?? [])];
    return distances(model, expected, () => model.forward(ids), () => model.loss({ ids }, labels), bertPlace);
  },
  gpt2: async () => decoder("gpt2", await pretrained.gpt2(join(__dirname, "gpt2")), gpt2Place),
  llama: async () => decoder("llama", await pretrained.llama(join(__dirname, "llama")), llamaPlace),
  gru: () => recurrent("gru.json", new GRU(3, 4)),
  lstm: () => recurrent("lstm.json", new LSTM(3, 4)),
  resnet: () => convolutional("resnet.json", (config) => new ResNet(config as unknown as ResNetConfig)),
  alexnet: () => convolutional("alexnet.json", (config) => new AlexNet(config as unknown as AlexNetConfig)),
};

async function decoder(name: string, model: GPT | Llama, placeOf: (name: string) => Place): Promise<Distances> {
  const expected = golden(`${name}/expected.json`);
  const [x, y] = [ints(expected.ids.map((row) => row.slice(0, -1))), ints(expected.ids.map((row) => row.slice(1)))];
  const greedy: number[] = expected["greedy"] ?? [];
  const made = async (): Promise<number> => {
    const text = greedy.slice(0, 2);
    for await (const token of model.generate(greedy.slice(0, 2), { tokens: greedy.length - 2, temperature: 0 })) text.push(token);
    return worst(text, greedy);
  };
  return distances(model, expected, () => model.forward(x), () => model.loss(x, y), placeOf, made);
}

async function recurrent(file: string, model: GRU | LSTM): Promise<Distances> {
  const expected = golden(file);
  model.load(floats(expected["weights"] ?? {}));
  const { shape, data }: Stored = expected["x"] ?? { shape: [], data: [] };
  const x = tf.tensor(data, shape);
  return distances(model, expected, () => model.forward(x), () => tf.tidy(() => tf.mean(tf.square(model.forward(x)))), (name) => ({ names: [name], transposed: false }));
}

interface Stored {
  shape: number[];
  data: number[];
}

const floats = (weights: Record<string, Stored>): Weights => new Map(Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]));

async function convolutional(file: string, build: (config: object) => ResNet | AlexNet): Promise<Distances> {
  const expected = golden(file);
  const model = build(expected["config"] ?? {});
  const load = (): void => model.load(floats(expected["weights"] ?? {}));
  load();
  const { shape, data }: Stored = expected["x"] ?? { shape: [], data: [] };
  const [x, labels] = [tf.tensor(data, shape), ints(expected["labels"] ?? [])];
  const more = async (): Promise<number> => {
    const running: Record<string, number[]> = expected["running"] ?? {};
    load();
    model.forward(x, true).dispose();
    const moved = await Promise.all([...model.buffers()].map(async ([name, buffer]) => worst(await buffer.data(), running[name] ?? [])));
    const evaluated = model.forward(x);
    const values = await evaluated.data();
    evaluated.dispose();
    return Math.max(worst(values, expected["evaluated"] ?? []), ...moved);
  };
  return distances(model, expected, () => model.forward(x, true), () => model.loss(x, labels), (name) => ({ names: [name], transposed: false }), more);
}

async function main(): Promise<void> {
  await device();
  onTheGpu();
  const found = await models[process.argv[2] ?? ""]?.();
  console.log(`RESULT ${JSON.stringify(found)}`);
}

void main();
