// Makes a backend package that lives elsewhere use this library's TensorFlow.js: two copies would not see each other's tensors.
import Module from "node:module";
import { dirname } from "node:path";

const SHARED = /^@tensorflow\/tfjs(-core|-layers|-data|-converter|-backend-cpu|-backend-webgl)?(\/|$)/;

/** Runs `load` with every import of TensorFlow.js answered from here. Node has no public hook for `require` in version 20. */
export function withOneCore<T>(load: () => T): T {
  const original: unknown = Reflect.get(Module, "_resolveFilename");
  if (typeof original !== "function") return load();
  const paths = [dirname(require.resolve("@tensorflow/tfjs"))];
  const resolve = (request: string, ...rest: unknown[]): unknown =>
    Reflect.apply(original, Module, SHARED.test(request) ? [request, null, false, { paths }] : [request, ...rest]);
  Reflect.set(Module, "_resolveFilename", resolve);
  try {
    return load();
  } finally {
    Reflect.set(Module, "_resolveFilename", original);
  }
}
