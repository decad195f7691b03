// Memory that a computation holds, buffer by buffer. tf.memory().numBytes counts a buffer once for each tensor that shares it, and what a
// gradient keeps is mostly such shares.
import * as tf from "@tensorflow/tfjs";
import { override } from "./compile/override";

export interface MemoryWatch<T> {
  value: T;
  /** Bytes held after each change, of the buffers made since the watch began. */
  timeline: number[];
  /** The most that were held at once. */
  peak: number;
}

interface Buffer {
  bytes: number;
  tensors: number;
}

/**
 * Runs `work` and follows the buffers that it makes; those that were there before do not count. What a backend needs inside one of its
 * kernels is not seen, so the figures are the same on every device.
 * @param work is given `held()`, the bytes held at that moment.
 */
export function watchMemory<T>(work: (held: () => number) => T): MemoryWatch<T> {
  const engine = tf.engine();
  const [made, timeline] = [new Map<object, Buffer>(), [0]];
  const held = (): number => timeline.at(-1) ?? 0;
  const [track, dispose] = [engine.trackTensor, engine.disposeTensor];
  const restore = override(engine, {
    trackTensor(tensor, backend) {
      const bytes = opened(made, tensor, engine.state.tensorInfo.has(tensor.dataId));
      track.call(engine, tensor, backend);
      if (bytes > 0) timeline.push(held() + bytes);
    },
    disposeTensor(tensor) {
      const bytes = closed(made, tensor);
      dispose.call(engine, tensor);
      if (bytes > 0) timeline.push(held() - bytes);
    },
  });
  try {
    return { value: work(held), timeline, peak: Math.max(...timeline) };
  } finally {
    restore();
  }
}

/** Bytes of the buffer if the tensor is its first; 0 if it shares one. */
function opened(made: Map<object, Buffer>, { dataId, size, dtype }: tf.Tensor, known: boolean): number {
  const buffer = made.get(dataId);
  if (buffer) buffer.tensors++;
  if (buffer || known) return 0;
  const bytes = size * tf.util.bytesPerElement(dtype);
  made.set(dataId, { bytes, tensors: 1 });
  return bytes;
}

/** Bytes of the buffer if the tensor was its last; 0 if others still share it. */
function closed(made: Map<object, Buffer>, { dataId }: tf.Tensor): number {
  const buffer = made.get(dataId);
  if (!buffer || --buffer.tensors > 0) return 0;
  made.delete(dataId);
  return buffer.bytes;
}
