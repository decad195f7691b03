// Kernels for the WebAssembly backend: TensorFlow.js's own, and ours written over its memory.
import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { address, input, wasmBackend } from "./heap";
import { type Library, libraryOn } from "./library";

/** TensorFlow.js's kernel of a name, before it is replaced. */
export function kernel(name: string): tf.KernelFunc {
  const found = tf.getKernel(name, "wasm");
  if (found) return found.kernelFunc;
  throw new Error(`The WebAssembly backend has no ${name} kernel.`);
}

/** What a kernel of ours works with. */
export interface Call {
  library: Library;
  backend: BackendWasm;
  attrs: tf.NamedAttrMap;
  /** An input by name. */
  tensor(name: string): tf.TensorInfo;
  /** Where an input of float32 numbers, or an output, lies. */
  at(tensor: string | tf.TensorInfo): number;
  /** A new float32 tensor, not yet filled. */
  make(shape: number[]): tf.TensorInfo;
  /** Memory for the time of `work`, by its address. */
  withRoom(floats: number, work: (room: number) => void): void;
}

export const ownKernel = (kernelName: string, compute: (call: Call) => tf.TensorInfo | tf.TensorInfo[]): tf.KernelConfig => ({
  kernelName,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend: given, attrs }) => {
    const backend = wasmBackend(given);
    const tensor = (name: string): tf.TensorInfo => input(inputs, name);
    return compute({
      library: libraryOn(backend),
      backend,
      attrs: attrs ?? {},
      tensor,
      at: (of) => address(backend, typeof of === "string" ? tensor(of) : of),
      make: (shape) => backend.makeOutput(shape, "float32"),
      withRoom: (floats, work) => {
        const room = backend.makeOutput([floats], "float32");
        work(address(backend, room));
        backend.disposeData(room.dataId);
      },
    });
  },
});
