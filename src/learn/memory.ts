// Memory that a computation holds, buffer by buffer. tf.memory().numBytes counts a buffer once for each tensor that shares it, and what a
// gradient keeps is mostly such shares.
import * as tf from "@tensorflow/tfjs";
import { override } from "./compile/override";

/** A result, and the memory that it took to compute. */
export interface MemoryWatch<T> {
  /** What `work` returned. */
  value: T;
  /** Bytes held after each change, of the buffers made since the watch began. */
  timeline: number[];
  /** The most that were held at once. */
  peak: number;
}

/**
 * Runs `work` and follows the buffers that it makes; those that were there before do not count. A clone or a reshaped tensor counts as a
 * share of its original's buffer, which it is on native TensorFlow and on cpu (wasm really copies at a clone, and holds more). What a
 * backend needs inside one of its kernels is not seen. So the figures are the same on every device.
 * @param work is given `held()`, the bytes held at that moment.
 */
export function watchMemory<T>(work: (held: () => number) => T): MemoryWatch<T> {
  const engine = tf.engine();
  const trackTensor = engine.trackTensor.bind(engine);
  const disposeTensor = engine.disposeTensor.bind(engine);
  const runKernel = engine.runKernel.bind(engine);
  const timeline = [0];
  const held = (): number => timeline.at(-1) ?? 0;
  const buffers = new Buffers((bytes) => timeline.push(held() + bytes));
  const restore = override(engine, {
    trackTensor(tensor, backend) {
      buffers.open(tensor, engine.state.tensorInfo.has(tensor.dataId));
      trackTensor(tensor, backend);
    },
    disposeTensor(tensor) {
      buffers.close(tensor);
      disposeTensor(tensor);
    },
    runKernel: (name, inputs, attributes) => buffers.sharing(sharedBy(name, inputs.x, attributes?.dtype), () => runKernel(name, inputs, attributes)),
  });
  try {
    return { value: work(held), timeline, peak: Math.max(...timeline) };
  } finally {
    restore();
  }
}

/** The tensor whose buffer the kernel's result shares, if it does. */
function sharedBy(kernel: string, x: unknown, dtype: unknown): tf.Tensor | undefined {
  if (!(x instanceof tf.Tensor)) return undefined;
  return kernel === "Identity" || kernel === "Reshape" || (kernel === "Cast" && dtype === x.dtype) ? x : undefined;
}

interface Buffer {
  bytes: number;
  tensors: number;
}

/** The buffers made since the watch began; `changed` is told of every byte more or less. */
class Buffers {
  readonly #made = new Map<object, Buffer>();
  #original: tf.Tensor | undefined;

  constructor(private readonly changed: (bytes: number) => void) {}

  /** While `run` runs, a new tensor shares the original's buffer. */
  sharing<T>(original: tf.Tensor | undefined, run: () => T): T {
    const outer = this.#original;
    this.#original = original;
    try {
      return run();
    } finally {
      this.#original = outer;
    }
  }

  open({ dataId, size, dtype }: tf.Tensor, known: boolean): void {
    const shared = this.#made.get(dataId) ?? (this.#original && this.#made.get(this.#original.dataId));
    if (!shared && (known || this.#original)) return; // older than the watch
    const buffer = shared ?? { bytes: size * tf.util.bytesPerElement(dtype), tensors: 0 };
    buffer.tensors++;
    this.#made.set(dataId, buffer);
    if (!shared) this.changed(buffer.bytes);
  }

  close({ dataId }: tf.Tensor): void {
    const buffer = this.#made.get(dataId);
    if (!buffer || --buffer.tensors > 0) return;
    this.#made.delete(dataId);
    this.changed(-buffer.bytes);
  }
}
