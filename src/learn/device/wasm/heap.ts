// Tensors in WebAssembly's memory as typed arrays: views, without copies.
import * as tf from "@tensorflow/tfjs";
import { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/** The backend that a kernel is called with. */
export function wasmBackend(backend: unknown): BackendWasm {
  if (backend instanceof BackendWasm) return backend;
  throw new Error("A WebAssembly kernel was called with another backend.");
}

/** Floats of a tensor. A view dies when the memory grows: take it after every output is made. */
export function floats(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  const view = backend.typedArrayFromHeap(tensor);
  if (view instanceof Float32Array) return view;
  throw new Error(`Expected a float32 tensor, got ${tensor.dtype}.`);
}

export function ints(backend: BackendWasm, tensor: tf.TensorInfo): Int32Array {
  const view = backend.typedArrayFromHeap(tensor);
  if (view instanceof Int32Array) return view;
  throw new Error(`Expected an int32 tensor, got ${tensor.dtype}.`);
}

/** One tensor of a kernel's inputs. */
export function input(inputs: tf.NamedTensorInfoMap, name: string): tf.TensorInfo {
  const tensor = inputs[name];
  if (tensor) return tensor;
  throw new Error(`The kernel's input ${name} is missing.`);
}

/** TensorFlow.js's kernel of a name, before it is replaced. */
export function kernel(name: string): tf.KernelFunc {
  const found = tf.getKernel(name, "wasm");
  if (found) return found.kernelFunc;
  throw new Error(`The WebAssembly backend has no ${name} kernel.`);
}

/** The i-th part, of the given shape, of a tensor's memory as a tensor of its own; it ends by `unalias`, and before the whole does. */
export function alias(backend: BackendWasm, whole: tf.TensorInfo, shape: number[], i: number): tf.TensorInfo {
  const bytes = 4 * shape.reduce((a, b) => a * b, 1);
  return backend.makeOutput(shape, whole.dtype, backend.getMemoryOffset(whole.dataId) + i * bytes);
}

/** Forgets an alias without freeing memory that is not its own. */
export function unalias(backend: BackendWasm, part: tf.TensorInfo): void {
  const data = backend.dataIdMap.get(part.dataId);
  backend.wasm.tfjs.disposeData(data.id);
  backend.dataIdMap.delete(part.dataId);
}
