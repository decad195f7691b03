// The same step by tf.layers, as the public TensorFlow.js API gives it.
import * as tf from "@tensorflow/tfjs";
import { timed } from "../timed";
import { untouched } from "../untouched";
import { batchOf, type Model, modelOf } from "./batch";
import task from "./task.json";

const { side, classes } = task;
const relu = "relu";

const layers: Record<Model, () => tf.layers.Layer[]> = {
  mlp: () => task.mlp.sizes.slice(1).map((units, i, { length }) => tf.layers.dense({ units, ...(i < length - 1 ? { activation: relu } : {}), ...(i === 0 ? { inputShape: [side * side] } : {}) })),
  cnn: () => [
    ...task.cnn.channels.flatMap((filters, i) => [tf.layers.conv2d({ filters, kernelSize: 3, padding: "same", activation: relu, ...(i === 0 ? { inputShape: [side, side, 1] } : {}) }), tf.layers.maxPooling2d({ poolSize: 2 })]),
    tf.layers.flatten(), tf.layers.dense({ units: task.cnn.hidden, activation: relu }), tf.layers.dense({ units: classes }),
  ],
};

async function main(): Promise<void> {
  await untouched();
  const model = tf.sequential({ layers: layers[modelOf()]() });
  const loss = (labels: tf.Tensor, logits: tf.Tensor): tf.Scalar => tf.losses.softmaxCrossEntropy(labels, logits);
  model.compile({ optimizer: tf.train.adam(task.lr), loss });
  const { x, labels } = batchOf(modelOf());
  const y = tf.oneHot(labels, classes);
  await timed(async () => void (await model.trainOnBatch(x, y)));
}

void main();
