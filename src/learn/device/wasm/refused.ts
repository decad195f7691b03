// Gradients that WebAssembly has not got or gets silently wrong: refused by name rather than computed falsely.
import type * as tf from "@tensorflow/tfjs";

const REFUSED = ["MaxPool3DGrad", "Conv3DBackpropInputV2"];

export const refusedKernels: tf.KernelConfig[] = REFUSED.map((kernelName) => ({
  kernelName,
  backendName: "wasm",
  kernelFunc: () => {
    throw new Error(`The wasm device cannot compute the gradient op ${kernelName} rightly: use the node or cpu device for this model (CELLWRIGHT_DEVICE=cpu).`);
  },
}));
