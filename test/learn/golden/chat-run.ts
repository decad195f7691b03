// Answers a question while TensorFlow.js multiplies matrices on the device that CELLWRIGHT_DEVICE names; prints what came of both.
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { pretrained } from "../../../src/learn/pretrained";

const SIZE = 64;

/** The trace of a matrix of ones times itself, again and again: 64 · 64 each time. */
async function multiply(until: () => boolean): Promise<number> {
  let trace = NaN;
  for (let times = 0; times < 3 || !until(); times++) {
    const product = tf.tidy(() => tf.sum(tf.mul(tf.matMul(tf.ones([SIZE, SIZE]), tf.ones([SIZE, SIZE])), tf.eye(SIZE))));
    const found = (await product.data())[0] ?? NaN;
    product.dispose();
    if (found !== SIZE * SIZE) return found;
    trace = found;
    await new Promise(setImmediate);
  }
  return trace;
}

async function main(): Promise<void> {
  await device();
  const model = await pretrained.chat("minimind2-small", { quiet: true });
  const before = tf.memory().numTensors;
  const ids: number[] = [];
  let isOver = false;
  const product = multiply(() => isOver);
  for await (const id of model.answerIds("中国的首都是哪里？", { tokens: 40, temperature: 0 })) ids.push(id);
  isOver = true;
  const trace = await product;
  await model.dispose();
  console.log(`RESULT ${JSON.stringify({ ids, trace, leaked: tf.memory().numTensors - before })}`);
}

void main();
