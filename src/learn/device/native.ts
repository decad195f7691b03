// Native TensorFlow on the CPU, or on an NVIDIA GPU: tfjs-node and tfjs-node-gpu, which set-up builds.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import util from "node:util";
import * as tf from "@tensorflow/tfjs";
import { currentHost, t } from "../../display";
import { type Candidate, type Started, Unavailable } from "./candidate";
import { findPackage } from "./native-folder";
import { withOneCore } from "./one-core";

export const node: Candidate = { name: "node", start: async () => start("tfjs-node") };

export const nodeGpu: Candidate = {
  name: "node-gpu",
  start: async (asked) => {
    if (!asked && !hasNvidia()) throw new Unavailable(t({ en: "no NVIDIA driver is seen", zh: "没有发现 NVIDIA 驱动" })); // a second TensorFlow in the process would only cost memory
    return start("tfjs-node-gpu");
  },
};

const hasNvidia = (): boolean => existsSync("/proc/driver/nvidia/version") || spawnSync("nvidia-smi", ["-L"], { stdio: "ignore" }).status === 0;

function start(name: "tfjs-node" | "tfjs-node-gpu"): Started {
  const file = findPackage(`@tensorflow/${name}`);
  if (!file) throw new Unavailable(t({
    en: `@tensorflow/${name} is not installed (node scripts/setup-native.mjs builds it${name === "tfjs-node" ? "" : " where an NVIDIA driver is seen, or with --gpu"})`,
    zh: `没有安装 @tensorflow/${name}（node scripts/setup-native.mjs 会编译它${name === "tfjs-node" ? "" : "；要有 NVIDIA 驱动，或者加 --gpu"}）`,
  }));
  load(file);
  const gpu: unknown = Reflect.get(tf.backend(), "isUsingGpuDevice");
  if (name === "tfjs-node") return { backend: tf.getBackend(), label: t({ en: `native TensorFlow, ${cpus().length} CPU cores`, zh: `原生 TensorFlow，${cpus().length} 个 CPU 核` }) };
  if (gpu === true) return { backend: tf.getBackend(), label: t({ en: "native TensorFlow on an NVIDIA GPU", zh: "原生 TensorFlow，NVIDIA GPU" }) };
  tf.removeBackend("tensorflow");
  throw new Unavailable(`tfjs-node-gpu loads, but sees no GPU (${hasNvidia() ? "TensorFlow says why with TF_CPP_MIN_LOG_LEVEL=0" : "no NVIDIA driver is seen"})`);
}

/** Quietly: TensorFlow's start-up lines on stderr (its log level does not reach all), and the notes about kernels registered twice, say nothing to a learner. */
function load(file: string): void {
  const asIs = <T>(work: () => T): T => work();
  const quietly = "TF_CPP_MIN_LOG_LEVEL" in process.env ? asIs : (currentHost().quietly ?? asIs);
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";
  restoreRemovedUtilities();
  const warn = console.warn;
  console.warn = () => undefined;
  try {
    quietly(() => withOneCore(() => require(file)));
  } catch (error) {
    throw new Unavailable(`its binding does not load (${firstLine(error)})`);
  } finally {
    console.warn = warn;
  }
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

/** tfjs-node 4.22 calls what Node 23 removed from `util`. */
function restoreRemovedUtilities(): void {
  const removed = {
    isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
    isArray: Array.isArray,
  };
  for (const [name, value] of Object.entries(removed)) if (!(name in util)) Reflect.set(util, name, value);
}
