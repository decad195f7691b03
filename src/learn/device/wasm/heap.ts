// Tensors in WebAssembly's memory: as typed arrays, which are views without copies, and as addresses.
import type * as tf from "@tensorflow/tfjs";
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

/** Where a tensor of float32 numbers lies. */
export function address(backend: BackendWasm, tensor: tf.TensorInfo, dtype: tf.DataType = "float32"): number {
  if (tensor.dtype !== dtype) throw new Error(`Expected a ${dtype} tensor, got ${tensor.dtype}.`);
  return backend.getMemoryOffset(tensor.dataId);
}

/** One tensor of a kernel's inputs. */
export function input(inputs: tf.NamedTensorInfoMap, name: string): tf.TensorInfo {
  const tensor = inputs[name];
  if (tensor) return tensor;
  throw new Error(`The kernel's input ${name} is missing.`);
}
