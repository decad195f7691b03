// Matrix products. TensorFlow.js has XNNPACK for one plain product only: its own loops, for transposed factors and for batches, are 4 to 5
// times slower. Ours (assembly/gemm.ts) reads a transposed factor where it lies, and is a tenth faster than XNNPACK at a plain product.
import type * as tf from "@tensorflow/tfjs";
import { address, input, wasmBackend } from "./heap";
import { kernel } from "./kernel";
import { libraryOn } from "./library";
import { transposed } from "./transpose";

export const matMulKernels = (): tf.KernelConfig[] => [
  { kernelName: "BatchMatMul", backendName: "wasm", kernelFunc: batchMatMul(untransposed(kernel("BatchMatMul"))) },
  { kernelName: "_FusedMatMul", backendName: "wasm", kernelFunc: untransposed(kernel("_FusedMatMul")) }, // bias and activation go with it
];

/** a [..., m, k] · b [..., k, n], either transposed; batches that are neither alike nor one go to `otherwise`. */
function batchMatMul(otherwise: tf.KernelFunc): tf.KernelFunc {
  return (call) => {
    const backend = wasmBackend(call.backend);
    const [a, b] = [layout(input(call.inputs, "a"), call.attrs?.transposeA), layout(input(call.inputs, "b"), call.attrs?.transposeB)];
    const count = Math.max(a.count, b.count);
    if (![1, count].includes(a.count) || ![1, count].includes(b.count) || a.columns !== b.rows) return otherwise(call);
    const [m, k, n] = [a.rows, a.columns, b.columns];
    const out = backend.makeOutput([...(a.count < count ? b : a).batch, m, n], "float32");
    const [left, right, to] = [address(backend, a.tensor), address(backend, b.tensor), address(backend, out)];
    const { gemm, scratch } = libraryOn(backend);
    if (k === 0) backend.typedArrayFromHeap(out).fill(0);
    for (let i = 0; i < count; i++) {
      gemm(left + 4 * m * k * (a.count > 1 ? i : 0), a.row, a.column, right + 4 * k * n * (b.count > 1 ? i : 0), b.row, b.column, to + 4 * m * n * i, 4 * n, m, n, k, 0, scratch);
    }
    return out;
  };
}

/** How a factor lies: its sizes as they are multiplied, and the bytes from one row, and one column, to the next. */
function layout(tensor: tf.TensorInfo, isTransposed: unknown): { tensor: tf.TensorInfo; batch: number[]; count: number; rows: number; columns: number; row: number; column: number } {
  const batch = tensor.shape.slice(0, -2);
  const count = batch.reduce((x, y) => x * y, 1);
  const [rows = 1, columns = 1] = tensor.shape.slice(-2);
  return isTransposed ? { tensor, batch, count, rows: columns, columns: rows, row: 4, column: 4 * columns } : { tensor, batch, count, rows, columns, row: 4 * columns, column: 4 };
}

/** A kernel that gets only factors that lie as they are multiplied. */
function untransposed(product: tf.KernelFunc): tf.KernelFunc {
  return ({ inputs, backend: given, attrs }) => {
    const backend = wasmBackend(given);
    const made: tf.TensorInfo[] = [];
    const plain = (name: string, isTransposed: unknown): tf.TensorInfo => {
      const x = input(inputs, name);
      if (!isTransposed) return x;
      const result = transposed(backend, x, swapLast(x.shape.length));
      made.push(result);
      return result;
    };
    const [a, b] = [plain("a", attrs?.transposeA), plain("b", attrs?.transposeB)];
    const result = product({ inputs: { ...inputs, a, b }, backend, attrs: { ...attrs, transposeA: false, transposeB: false } });
    made.forEach((tensor) => backend.disposeData(tensor.dataId));
    return result;
  };
}

const swapLast = (rank: number): number[] => [...Array(rank - 2).keys(), rank - 1, rank - 2];
