// The batch of the image tasks: noise and labels of a seed.
import * as tf from "@tensorflow/tfjs";
import { rng } from "../../../src/learn/random";
import task from "./task.json";

export type Model = "mlp" | "cnn";

export interface Batch {
  x: tf.Tensor;
  labels: tf.Tensor;
}

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
