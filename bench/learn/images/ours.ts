// One training step of an MLP or a CNN on images of MNIST's size in this library.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { CNN, MLP } from "../../../src/learn/nn";
import { crossEntropy } from "../../../src/learn/nn/functional";
import { adam } from "../../../src/learn/optim";
import { stepOf } from "../../../src/learn/train/step";
import { timed } from "../timed";
import { type Batch, batchOf, epochOf, type Model, modelOf } from "./batch";
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
  let steps = 0;
  const run = (batch: Batch): Promise<number> => training.run([batch], ++steps);
  await timed(process.argv.includes("--epoch") ? drawing(epochOf(modelOf()), run) : repeating(batchOf(modelOf()), run));
}

const repeating = (batch: Batch, run: (batch: Batch) => Promise<number>) => async (): Promise<void> => void (await run(batch));

/** A step on the next batch, and the drawing of it. */
const drawing = (batches: Generator<Batch>, run: (batch: Batch) => Promise<number>) => async (): Promise<void> => {
  const batch: Batch = batches.next().value;
  await run(batch);
  tf.dispose(batch);
};

void main();
