// TensorFlow.js as it is published, on native TensorFlow or on WebAssembly, without the kernels that our devices put in its place.
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { device } from "../../src/learn/device";

export async function untouched(): Promise<void> {
  if (process.env.CELLWRIGHT_DEVICE !== "wasm") return void (await device()); // native TensorFlow has none of ours
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(dirname(createRequire(__filename).resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm")) + sep);
  await tf.setBackend("wasm");
}
