// Reading from the GPU: refused at once where only waiting works, and failing where the GPU refused what was to be computed.
import * as tf from "@tensorflow/tfjs";

/** After the backend has started. */
export function guardReads(): void {
  explainSynchronousReads();
  reportErrors();
}

/** Where data lies on the GPU, TensorFlow.js's own synchronous read needs a browser's canvas and fails with "OffscreenCanvas is not defined". */
function explainSynchronousReads(): void {
  const backend = tf.backend();
  const original = backend.readSync.bind(backend);
  Reflect.set(backend, "readSync", (dataId: object) => {
    try {
      return original(dataId);
    } catch (error) {
      if (!(error instanceof ReferenceError)) throw error;
      throw new Error("WebGPU has no synchronous reads: use `await tensor.data()` in place of dataSync(), arraySync() and print().");
    }
  });
}

/** WebGPU tells of an invalid operation by an event only, and its result is whatever was in memory: the next read throws. */
function reportErrors(): void {
  const backend = tf.backend();
  const gpu: EventTarget = Reflect.get(backend, "device");
  let refused: string | undefined;
  gpu.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    refused ??= messageOf(event);
  });
  const original = backend.read.bind(backend);
  Reflect.set(backend, "read", async (dataId: object) => {
    const values = await original(dataId);
    if (refused === undefined) return values;
    const message = refused;
    refused = undefined;
    throw new Error(`WebGPU refused an operation, so that its result is wrong: ${message} Try another device (CELLWRIGHT_DEVICE=node, or wasm).`);
  });
}

function messageOf(event: Event): string {
  const error: unknown = Reflect.get(event, "error");
  return error instanceof Error || (typeof error === "object" && error !== null) ? String(Reflect.get(error, "message")) : String(error);
}
