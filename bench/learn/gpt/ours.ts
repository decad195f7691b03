// One training step of the benchmark's GPT in this library.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { GPT } from "../../../src/learn/nn";
import { adamw } from "../../../src/learn/optim";
import { rng } from "../../../src/learn/random";
import { stepOf } from "../../../src/learn/train/step";
import { timed } from "../timed";
import task from "./task.json";

const compiled = process.argv.includes("--compile");

async function main(): Promise<void> {
  await device();
  const model = new GPT(task);
  const optimizer = adamw(model.parameters(), task);
  const random = rng(1);
  const ids = Int32Array.from({ length: task.batch * task.context }, () => random.int(task.vocab));
  const x = tf.tensor2d(ids, [task.batch, task.context], "int32");
  const y = tf.tensor2d(ids.map((id) => (5 * id + 7) % task.vocab), [task.batch, task.context], "int32");
  const training = stepOf({ parameters: model.parameters(), optimizer, loss: (batch: { x: tf.Tensor; y: tf.Tensor }) => model.loss(batch.x, batch.y) }, { compile: compiled, precision: process.argv.includes("--bfloat16") ? "bfloat16" : "float32" });
  let steps = 0;
  await timed(async () => void (await training.run([{ x, y }], ++steps)));
}

void main();
