// TensorFlow.js in WebAssembly with SIMD, plus the kernels that it lacks, has wrong or has slow.
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { t } from "../../display";
import { type Candidate, Unavailable } from "./candidate";
import { wasmBackend } from "./wasm/heap";
import { libraryOn } from "./wasm/library";
import { mendWasmKernels } from "./wasm/mend";

export const wasm: Candidate = {
  name: "wasm",
  start: async () => {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    setWasmPaths(dirname(createRequire(__filename).resolve("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm")) + sep);
    if (!(await tf.setBackend("wasm"))) throw new Unavailable("WebAssembly does not start");
    libraryOn(wasmBackend(tf.backend()));
    mendWasmKernels();
    return { backend: "wasm", label: t({ en: "WebAssembly, one CPU core", zh: "WebAssembly，一个 CPU 核" }) };
  },
};
