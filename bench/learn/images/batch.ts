// The batches of the image tasks: noise and labels of a seed.
import * as tf from "@tensorflow/tfjs";
import { data } from "../../../src/learn/data";
import { rng } from "../../../src/learn/random";
import task from "./task.json";

export type Model = "mlp" | "cnn";

export type Batch = Record<"x" | "labels", tf.Tensor>;

export const modelOf = (): Model => (process.argv.includes("cnn") ? "cnn" : "mlp");

export function batchOf(model: Model): Batch {
  const { side, classes } = task;
  const { batch } = task[model];
  const random = rng(3);
  const values = random.normals(batch * side * side);
  return {
    x: tf.tensor(values, model === "cnn" ? [batch, side, side, 1] : [batch, side * side]),
    labels: tf.tensor1d(Array.from({ length: batch }, () => random.int(classes)), "int32"),
  };
}

/** Batches drawn from as many images as MNIST has, in a new order each epoch, as a training does. */
export function epochOf(model: Model): Generator<Batch> {
  const { side, classes, images } = task;
  const x = tf.randomNormal(model === "cnn" ? [images, side, side, 1] : [images, side * side]);
  const labels = tf.randomUniform([images], 0, classes, "int32");
  return data.batches<Batch>({ x, labels }, { size: task[model].batch });
}
