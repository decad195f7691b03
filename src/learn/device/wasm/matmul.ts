// Matrix products with a transposed factor: the WebAssembly kernel's own loop for them is 4 times slower than transposing first.
import * as tf from "@tensorflow/tfjs";
import { input, wasmBackend } from "./heap";

export const matMulKernels = (): tf.KernelConfig[] => ["BatchMatMul", "_FusedMatMul"].map(transposingFirst);

function transposingFirst(kernelName: string): tf.KernelConfig {
  const original = kernel(kernelName);
  const transpose = kernel("Transpose");
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend: given, attrs }) => {
      const backend = wasmBackend(given);
      const made: tf.TensorInfo[] = [];
      const plain = (name: string, transposed: unknown): tf.TensorInfo => {
        const x = input(inputs, name);
        if (!transposed) return x;
        const result = one(transpose({ inputs: { x }, backend, attrs: { perm: swapLast(x.shape.length) } }));
        made.push(result);
        return result;
      };
      const a = plain("a", attrs?.transposeA);
      const b = plain("b", attrs?.transposeB);
      const result = original({ inputs: { ...inputs, a, b }, backend, attrs: { ...attrs, transposeA: false, transposeB: false } });
      made.forEach((tensor) => backend.disposeData(tensor.dataId));
      return result;
    },
  };
}

function kernel(name: string): tf.KernelFunc {
  const found = tf.getKernel(name, "wasm");
  if (!found) throw new Error(`The WebAssembly backend has no ${name} kernel.`);
  return found.kernelFunc;
}

const swapLast = (rank: number): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];

function one(result: tf.TensorInfo | tf.TensorInfo[]): tf.TensorInfo {
  const [first] = Array.isArray(result) ? result : [result];
  if (!first) throw new Error("The kernel returned nothing.");
  return first;
}
