// One training step of an MLP or a CNN on images of MNIST's size in this library.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { CNN, MLP } from "../../../src/learn/nn";
import { crossEntropy } from "../../../src/learn/nn/functional";
import { adam } from "../../../src/learn/optim";
import { stepOf } from "../../../src/learn/train/step";
import { timed } from "../timed";
import { type Batch, batchOf, type Model, modelOf } from "./batch";
import task from "./task.json";

const { side, classes } = task;

const models = {
  mlp: () => new MLP({ sizes: task.mlp.sizes }),
  cnn: () => new CNN({ input: [side, side, 1], classes, channels: task.cnn.channels, hidden: task.cnn.hidden }),
} satisfies Record<Model, () => MLP | CNN>;

async function main(): Promise<void> {
  await device();
  const model = models[modelOf()]();
  const parameters = model.parameters();
  const loss = ({ x, labels }: Batch): tf.Tensor => crossEntropy(model.forward(x), labels);
  const training = stepOf({ parameters, optimizer: adam(parameters, { lr: task.lr }), loss }, { compile: process.argv.includes("--compile") });
  const batch = batchOf(modelOf());
  let steps = 0;
  await timed(async () => void (await training.run([batch], ++steps)));
}

void main();
