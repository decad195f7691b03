// Products of two square matrices in this library, so many of them before one entry of the last is read (task.json, by size).
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { timed } from "../timed";
import task from "./task.json";

const products = new Map(Object.entries(task));

async function main(): Promise<void> {
  await device();
  const size = process.argv[2] ?? "";
  const count = products.get(size);
  if (count === undefined) throw new Error(`task.json has no size "${size}": ${[...products.keys()].join(", ")}.`);
  const [a, b] = [1, 2].map((seed) => tf.randomNormal([Number(size), Number(size)], 0, 1, "float32", seed)) as [tf.Tensor2D, tf.Tensor2D];
  await timed(async () => {
    const entry = tf.tidy(() => {
      let last = a;
      for (let i = 0; i < count; i++) last = tf.matMul(a, b);
      return tf.slice(last, [0, 0], [1, 1]);
    });
    await entry.data();
    entry.dispose();
  });
}

void main();
