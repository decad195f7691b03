// Batches: tensors anywhere in arrays and objects.
import * as tf from "@tensorflow/tfjs";

/** Every tensor inside, in a fixed order. */
export function tensorsIn(container: unknown): tf.Tensor[] {
  if (container instanceof tf.Tensor) return [container];
  return typeof container === "object" && container !== null ? Object.values(container).flatMap(tensorsIn) : [];
}

/** Frees every tensor found inside, as tf.dispose does. */
export const free = (container: unknown): void => tensorsIn(container).forEach((tensor) => tensor.dispose());

/** Rows of all of them: the first axis of each one's first tensor. */
export const rowsIn = (batches: unknown[]): number => batches.reduce<number>((sum, batch) => sum + (tensorsIn(batch)[0]?.shape[0] ?? 0), 0);

/** The same batch around other tensors, given in the order of `tensorsIn`. @throws on what is no tensor: a compiled step would never see it change. */
export function withTensors<Batch>(batch: Batch, tensors: tf.Tensor[]): Batch {
  return rebuilt({ batch }, tensors[Symbol.iterator]()).batch;
}

function rebuilt<T extends object>(container: T, next: Iterator<tf.Tensor>): T {
  const copy: T = Array.isArray(container) ? Object.assign(container.slice(), container) : { ...container };
  for (const [key, part] of Object.entries(container)) {
    if (part instanceof tf.Tensor) Reflect.set(copy, key, next.next().value);
    else if (typeof part === "object" && part !== null && !ArrayBuffer.isView(part)) Reflect.set(copy, key, rebuilt(part, next));
    else throw new Error(`With compile, a batch may hold tensors only; "${key}" in it is not one. Make it a tensor, or leave compile out.`);
  }
  return copy;
}
