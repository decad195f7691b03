// WebGPU in Node, by Dawn (npm package `webgpu`) and TensorFlow.js's WebGPU backend; both are optional packages.
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { t } from "../../display";
import { type Candidate, Unavailable } from "./candidate";
import { mendShared } from "./mend";
import { findPackage } from "./native-folder";
import { withOneCore } from "./one-core";
import { mendWebgpuKernels } from "./webgpu/mend";
import { guardReads } from "./webgpu/reads";

export const webgpu: Candidate = {
  name: "webgpu",
  start: async () => {
    const dawn = required("webgpu");
    const backend = required("@tensorflow/tfjs-backend-webgpu");
    await openGpu(dawn);
    const label = await adapterName();
    withOneCore(() => require(backend));
    if (!(await tf.setBackend("webgpu"))) throw new Unavailable("TensorFlow.js's WebGPU backend does not start");
    mendShared("webgpu");
    mendWebgpuKernels();
    guardReads();
    return { backend: "webgpu", label: t({ en: `WebGPU on ${label}`, zh: `WebGPU，${label}` }) };
  },
};

function required(name: string): string {
  const file = findPackage(name);
  if (!file) throw new Unavailable(t({
    en: `the optional package ${name} is not installed (in a clone, node scripts/setup-webgpu.mjs fetches it; elsewhere npm install webgpu @tensorflow/tfjs-backend-webgpu)`,
    zh: `没有安装可选的包 ${name}（在克隆的仓库里，node scripts/setup-webgpu.mjs 会取来；别处用 npm install webgpu @tensorflow/tfjs-backend-webgpu）`,
  }));
  return file;
}

/** Gives this process what a browser's page has: the WebGPU classes and `navigator.gpu`. */
async function openGpu(dawn: string): Promise<void> {
  const { create, globals } = await import(pathToFileURL(dawn).href).catch((error: unknown) => {
    throw new Unavailable(`the package webgpu does not load (${String(error).split("\n")[0]})`);
  });
  Object.assign(globalThis, globals);
  if (!("navigator" in globalThis)) Reflect.set(globalThis, "navigator", {});
  Object.defineProperty(Reflect.get(globalThis, "navigator"), "gpu", { value: create([]), configurable: true });
}

interface Adapter {
  isFallbackAdapter?: boolean;
  info?: { isFallbackAdapter?: boolean; adapterType?: string; vendor?: string; description?: string; device?: string };
}

/** The adapter's name. A software adapter is refused, since native TensorFlow and WebAssembly are faster than it; tests of correctness allow it by `CELLWRIGHT_SOFTWARE_GPU=1`. */
async function adapterName(): Promise<string> {
  const gpu: { requestAdapter(options: object): Promise<Adapter | null> } = Reflect.get(Reflect.get(globalThis, "navigator"), "gpu");
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) throw new Unavailable(t({ en: "no GPU adapter is found", zh: "没有找到 GPU 适配器" }));
  const { info } = adapter;
  const name = info?.description || info?.device || info?.vendor || "an unnamed GPU";
  const software = adapter.isFallbackAdapter || info?.isFallbackAdapter || info?.adapterType === "CPU" || /llvmpipe|lavapipe|swiftshader/i.test(name);
  if (software && process.env.CELLWRIGHT_SOFTWARE_GPU !== "1") throw new Unavailable(`only a software adapter is found (${name}), slower than the devices after it; CELLWRIGHT_SOFTWARE_GPU=1 allows it`);
  return software ? `${name}, in software` : name;
}
