// Embeds the golden sentences on the device that CELLWRIGHT_DEVICE names and prints how far they are from Hugging Face's.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { device } from "../../../src/learn/device";
import { pretrained } from "../../../src/learn/pretrained";
import { readSafetensors } from "../../../src/learn/safetensors";

async function main(): Promise<void> {
  await device();
  const texts: string[] = JSON.parse(readFileSync(join(__dirname, "sentences.json"), "utf8"));
  const expected = (await readSafetensors(join(__dirname, "sentences.safetensors"))).tensors.get("embeddings")?.data ?? [];
  const before = tf.memory().numTensors;
  const encoder = await pretrained.sentences("all-MiniLM-L6-v2", { quiet: true });
  const vectors = await encoder.embed(texts);
  const worst = Math.max(...vectors.flatMap((vector, row) => Array.from(vector, (value, i) => Math.abs(value - (expected[row * vector.length + i] ?? NaN)))));
  encoder.dispose();
  console.log(`RESULT ${JSON.stringify({ count: vectors.length, worst, leaked: tf.memory().numTensors - before })}`);
}

void main();
