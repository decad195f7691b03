// Runs the golden GPT on the device that CELLWRIGHT_DEVICE names and prints how far it is from PyTorch.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { GPT } from "../../../src/learn/nn";
import golden from "./gpt.json";
import { onTheGpu } from "./steps";

const worst = (actual: ArrayLike<number>, expected: number[]): number => Math.max(...expected.map((value, i) => Math.abs(value - (actual[i] ?? NaN))));

async function main(): Promise<void> {
  await device();
  onTheGpu();
  const model = new GPT(golden.config);
  model.load(new Map(Object.entries(golden.weights).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }])));
  const [x, y] = [tf.tensor2d(golden.x, undefined, "int32"), tf.tensor2d(golden.y, undefined, "int32")];
  const worstLogit = worst(await model.forward(x).data(), golden.logits);
  const { value, grads } = model.gradients(() => model.loss(x, y));
  const errors = await Promise.all(Object.entries(golden.grads).map(async ([name, expected]) => worst((await grads[name]?.data()) ?? [], expected)));
  console.log(`RESULT ${JSON.stringify({ loss: (await value.data())[0], worstLogit, worstGradient: Math.max(...errors) })}`);
}

void main();
