// The five devices, in the order in which they are tried.

export const DEVICE_NAMES = ["node-gpu", "webgpu", "node", "wasm", "cpu"] as const;
/** Fastest first: an NVIDIA GPU by native TensorFlow, WebGPU, native TensorFlow on the processor, WebAssembly, plain JavaScript. */
export type DeviceName = (typeof DEVICE_NAMES)[number];

/** @throws unless the choice is one of the five, or "auto". */
export function parseChoice(choice: string, source: string): DeviceName | "auto" {
  const found = [...DEVICE_NAMES, "auto" as const].find((name) => name === choice);
  if (found) return found;
  throw new Error(`${source} is "${choice}"; the devices are ${DEVICE_NAMES.join(", ")}, or auto for the first that works.`);
}
