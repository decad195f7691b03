// This library's own WebAssembly code (assembly/, compiled by the build), on the memory of TensorFlow.js's backend.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

const NAMES = [
  "adam", "attention", "attentionGradient", "columnSums", "convolution", "convolutionFilter", "convolutionImages", "crossEntropy", "crossEntropyGradient",
  "fillRows", "gelu", "geluGradient", "gemm", "layerNorm", "layerNormGradient", "maxPoolGradient", "scratchBytes",
] as const;

/** Tensors are addresses, flags 0 or 1; the parameters are those of assembly/. */
type Functions = Record<(typeof NAMES)[number], (...numbers: number[]) => number>;

export interface Library extends Functions {
  /** Room that a product of matrices needs for itself; an address. */
  scratch: number;
}

let loaded: { backend: BackendWasm; library: Library } | undefined;

/** One a process, as the backend is. */
export function libraryOn(backend: BackendWasm): Library {
  if (loaded?.backend !== backend) loaded = { backend, library: load(backend) };
  return loaded.library;
}

function load(backend: BackendWasm): Library {
  const { exports } = new WebAssembly.Instance(compiled(), { env: { memory: memoryOf(backend) }, "cross-entropy": { log: Math.log } });
  const functions = Object.fromEntries(NAMES.map((name) => [name, exports[name]]));
  if (!isWhole(functions)) throw new Error("Cellwright's WebAssembly kernels are of another version: build it again (npm run build).");
  return { ...functions, scratch: allocated(backend, functions.scratchBytes()) };
}

const isWhole = (functions: Record<string, unknown>): functions is Functions => NAMES.every((name) => typeof functions[name] === "function");

// beside this file in the package, in dist when it runs from src
const folders = [__dirname, join(__dirname, "../../../../dist/learn/device/wasm")];

/** With fused multiply and add where the engine has relaxed SIMD: Node 22 and later. */
function compiled(): WebAssembly.Module {
  const relaxed = read("relaxed-simd.wasm");
  return new WebAssembly.Module(WebAssembly.validate(relaxed) ? relaxed : read("simd.wasm"));
}

function read(name: string): Uint8Array<ArrayBuffer> {
  const folder = folders.find((each) => existsSync(join(each, name)));
  if (!folder) throw new Error(`${name} is missing: build Cellwright (npm run build) or reinstall it.`);
  return Uint8Array.from(readFileSync(join(folder, name)));
}

/** Emscripten keeps its memory among the module's exports, which TensorFlow.js's types do not tell. */
function memoryOf({ wasm }: BackendWasm): WebAssembly.Memory {
  const exports: unknown = Reflect.get(wasm, "asm");
  const memory: unknown = typeof exports === "object" && exports !== null ? Reflect.get(exports, "memory") : undefined;
  if (memory instanceof WebAssembly.Memory) return memory;
  throw new Error("TensorFlow.js's WebAssembly backend shows no memory: this version of it is not known here.");
}

/** As a tensor that nobody frees. */
function allocated(backend: BackendWasm, bytes: number): number {
  return backend.getMemoryOffset(backend.makeOutput([bytes / 4], "float32").dataId);
}
