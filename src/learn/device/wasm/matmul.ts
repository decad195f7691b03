// Matrix products by XNNPACK, which the WebAssembly backend uses for one plain product only: its own loops, for transposed factors and for
// batches, are 4 to 5 times slower than transposing first and taking a batch product by product.
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { alias, floats, input, kernel, unalias, wasmBackend } from "./heap";
import { transposed } from "./transpose";

/** Smaller products, in numbers of multiplications, are not worth a call each. */
const WORTH_A_CALL = 4096;

export const matMulKernels = (): tf.KernelConfig[] => [
  mended("BatchMatMul", batchByProducts(kernel("BatchMatMul"))),
  mended("_FusedMatMul", kernel("_FusedMatMul")), // bias and activation go with it: its batches stay as they are
];

/** A kernel that hands `product` only factors that lie as they are multiplied. */
function mended(kernelName: string, product: tf.KernelFunc): tf.KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, backend: given, attrs }) => {
      const backend = wasmBackend(given);
      const made: tf.TensorInfo[] = [];
      const plain = (name: string, isTransposed: unknown): tf.TensorInfo => {
        const x = input(inputs, name);
        if (!isTransposed) return x;
        const result = transposed(backend, x, swapLast(x.shape.length));
        made.push(result);
        return result;
      };
      const a = plain("a", attrs?.transposeA);
      const b = plain("b", attrs?.transposeB);
      const result = product({ inputs: { ...inputs, a, b }, backend, attrs: { ...attrs, transposeA: false, transposeB: false } });
      made.forEach((tensor) => backend.disposeData(tensor.dataId));
      return result;
    },
  };
}

const swapLast = (rank: number): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];

function batchByProducts(original: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const [a, b] = [input(call.inputs, "a"), input(call.inputs, "b")];
    const batch = a.shape.slice(0, -2);
    const count = batch.reduce((x, y) => x * y, 1);
    const [m = 1, k = 1] = a.shape.slice(-2);
    const n = b.shape.at(-1) ?? 1;
    const alike = batch.join() === b.shape.slice(0, -2).join() && k === b.shape.at(-2);
    if (count < 2 || !alike || m * k * n < WORTH_A_CALL) return original(call);
    const backend = wasmBackend(call.backend);
    const out = backend.makeOutput([...batch, m, n], "float32");
    for (let i = 0; i < count; i++) multiplyOne(original, backend, { a, b, out, m, k, n, i });
    return out;
  };
}

interface OneProduct { a: tf.TensorInfo; b: tf.TensorInfo; out: tf.TensorInfo; m: number; k: number; n: number; i: number }

/** out[i] = a[i] · b[i]. */
function multiplyOne(product: tf.KernelFunc, backend: BackendWasm, { a, b, out, m, k, n, i }: OneProduct): void {
  const [left, right] = [alias(backend, a, [m, k], i), alias(backend, b, [k, n], i)];
  const made = product({ inputs: { a: left, b: right }, backend, attrs: { transposeA: false, transposeB: false } });
  for (const result of [made].flat()) {
    floats(backend, out).set(floats(backend, result), i * m * n);
    backend.disposeData(result.dataId);
  }
  unalias(backend, left);
  unalias(backend, right);
}
