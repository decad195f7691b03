// Kernels that TensorFlow.js's own backends (JavaScript, WebAssembly, WebGPU) have wrong alike; native TensorFlow has them right.
import * as tf from "@tensorflow/tfjs";
import { mendAvgPoolGrad } from "./avg-pool-grad";
import { einsumKernel } from "./einsum";

/** After the backend has started. */
export function mendShared(backendName: string): void {
  mendAvgPoolGrad(backendName);
  if (tf.getKernel("Einsum", backendName)) tf.unregisterKernel("Einsum", backendName);
  tf.registerKernel(einsumKernel(backendName));
}
