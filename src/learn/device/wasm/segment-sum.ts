// UnsortedSegmentSum, the gradient of `tf.gather` (embeddings), which the WebAssembly backend lacks.
import type * as tf from "@tensorflow/tfjs";
import { floats, input, ints, wasmBackend } from "./heap";

/** out[ids[i], …] += x[i, …]; rows whose id is negative or too large are dropped, as in TensorFlow. */
export const unsortedSegmentSum: tf.KernelConfig = {
  kernelName: "UnsortedSegmentSum",
  backendName: "wasm",
  kernelFunc: ({ inputs, backend: given, attrs }) => {
    const backend = wasmBackend(given);
    const x = input(inputs, "x");
    const count = Number(attrs?.numSegments);
    const out = backend.makeOutput([count, ...x.shape.slice(1)], x.dtype);
    addRows(floats(backend, x), ints(backend, input(inputs, "segmentIds")), floats(backend, out).fill(0), count);
    return out;
  },
};

function addRows(rows: Float32Array, ids: Int32Array, out: Float32Array, count: number): void {
  const width = rows.length / Math.max(1, ids.length);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row] ?? -1;
    if (id < 0 || id >= count) continue;
    for (let column = 0; column < width; column++) {
      const at = id * width + column;
      out[at] = (out[at] ?? 0) + (rows[row * width + column] ?? 0);
    }
  }
}
