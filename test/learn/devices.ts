// The devices that tests try, what this machine lacks for one, and programs run on one, each in a process of its own (a process has one device).
import { execFile, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { findPackage } from "../../src/learn/device/native-folder";
import type { DeviceName } from "../../src/learn/device/names";

export interface TriedDevice {
  name: DeviceName;
  /** For a test's title: the name, and why it is skipped or on what it runs. */
  title: string;
  available: boolean;
  env: NodeJS.ProcessEnv;
}

/** Browsers built on Chromium bring SwiftShader, a Vulkan in software. */
const SWIFTSHADER = ["/usr/lib/chromium", "/usr/lib64/chromium-browser", "/opt/google/chrome"].map((folder) => join(folder, "vk_swiftshader_icd.json"));

/** All that this machine may have. */
export const devices = (): TriedDevice[] => [plain("cpu"), plain("wasm"), node(), ...(hasNvidia() ? [nodeGpu()] : []), webgpu()];

function plain(name: "cpu" | "wasm"): TriedDevice {
  return { name, title: name, available: true, env: {} };
}

function node(): TriedDevice {
  const available = findPackage("@tensorflow/tfjs-node") !== undefined;
  return { name: "node", title: available ? "node" : "node (skipped: native TensorFlow.js is not built here)", available, env: {} };
}

export const hasNvidia = (): boolean => existsSync("/proc/driver/nvidia/version") || spawnSync("nvidia-smi", ["-L"], { stdio: "ignore" }).status === 0;

/** The package, whether or not there is a GPU for it. */
export function nodeGpu(): TriedDevice {
  const available = findPackage("@tensorflow/tfjs-node-gpu") !== undefined;
  return { name: "node-gpu", title: available ? "node-gpu" : "node-gpu (skipped: @tensorflow/tfjs-node-gpu is not built here)", available, env: {} };
}

let found: TriedDevice | undefined;

/** On the machine's own Vulkan (a GPU, or Mesa's lavapipe from 25 on), else on SwiftShader. */
export function webgpu(): TriedDevice {
  found ??= probe();
  return found;
}

function probe(): TriedDevice {
  const skipped = (why: string): TriedDevice => ({ name: "webgpu", title: `webgpu (skipped: ${why})`, available: false, env: {} });
  if (!findPackage("webgpu")) return skipped("the npm package webgpu is not here: node scripts/setup-webgpu.mjs");
  const drivers = [{}, ...SWIFTSHADER.filter(existsSync).map((file) => ({ VK_DRIVER_FILES: file, VK_ICD_FILENAMES: file }))];
  for (const driver of drivers) {
    const env = { ...driver, CELLWRIGHT_SOFTWARE_GPU: "1" };
    const program = `require("./src/learn/device").device("webgpu").then((device) => process.exit(device.tf.getBackend() === "webgpu" ? 0 : 1), () => process.exit(1));`;
    const { status, stdout } = spawnSync(process.execPath, ["--import", "tsx", "-e", program], { env: { ...process.env, ...env }, encoding: "utf8", timeout: 60_000 });
    if (status === 0) return { name: "webgpu", title: `webgpu (${/WebGPU on ([^\n)]*)/.exec(stdout)?.[1] ?? "unnamed"})`, available: true, env };
  }
  return skipped("no Vulkan that Dawn can use, neither a GPU's, nor Mesa's lavapipe ≥ 25, nor SwiftShader from Chromium");
}

/** What a program of test/learn/golden prints after RESULT, run on a device. */
export async function runOn<T>({ name, env }: TriedDevice, program: string, ...args: string[]): Promise<T> {
  const options = { env: { ...process.env, ...env, CELLWRIGHT_DEVICE: name }, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(__dirname, "golden", program), ...args], options);
  return JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7)) as T;
}
