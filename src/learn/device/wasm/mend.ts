// Replaces or adds WebAssembly kernels: gradients that are missing, silently wrong, or slow, and whole operations of a transformer. Checked against the cpu backend.
import * as tf from "@tensorflow/tfjs";
import { mendShared } from "../mend";
import { depthwiseGradients } from "./depthwise-grad";
import { identity } from "./identity";
import { imageKernels } from "./images";
import { matMulKernels } from "./matmul";
import { oneHotKernel } from "./one-hot";
import { refusedKernels } from "./refused";
import { unsortedSegmentSum } from "./segment-sum";
import { transformerKernels } from "./transformer";
import { transposeKernel } from "./transpose";

let mended = false;

/** Once a process, after the backend has started. */
export function mendWasmKernels(): void {
  if (mended) return;
  mended = true;
  const kernels = [...matMulKernels(), transposeKernel(), identity, unsortedSegmentSum, oneHotKernel(), ...imageKernels, ...depthwiseGradients, ...transformerKernels, ...refusedKernels];
  for (const kernel of kernels) replace(kernel);
  mendShared("wasm");
}

function replace(kernel: tf.KernelConfig): void {
  if (tf.getKernel(kernel.kernelName, "wasm")) tf.unregisterKernel(kernel.kernelName, "wasm");
  tf.registerKernel(kernel);
}
