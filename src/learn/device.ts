// Picks what to compute on, says so, and says why not something faster.
import * as tf from "@tensorflow/tfjs";
import { DISPLAY, METADATA, type MimeBundle, display, displayable, t } from "../display";
import { type Candidate, type Started, Unavailable } from "./device/candidate";
import { cpu } from "./device/cpu";
import { mendGradients } from "./device/gradients";
import { DEVICE_NAMES, type DeviceName, parseChoice } from "./device/names";
import { node, nodeGpu } from "./device/native";
import { wasm } from "./device/wasm";
import { webgpu } from "./device/webgpu";

export type { DeviceName } from "./device/names";

/** What this process computes on; shows itself with the reasons. */
export interface Device {
  /** Which kind it is. */
  name: DeviceName;
  /** TensorFlow.js's name of the backend: "tensorflow" (native), "webgpu", "wasm", "cpu". */
  backend: string;
  /** What it is, for people. */
  label: string;
  /** Why each faster device was not taken, a line each. */
  explanation: string[];
  /** TensorFlow.js, started on this device. */
  tf: typeof import("@tensorflow/tfjs");
  [DISPLAY](): MimeBundle;
}

const CANDIDATES: Record<DeviceName, Candidate> = { "node-gpu": nodeGpu, webgpu, node, wasm, cpu };

/** The process's one device: TensorFlow.js keeps tensors by backend, and switching backends under live tensors recurses. */
let chosen: { name: DeviceName | "auto"; device: Promise<Device> } | undefined;

/**
 * Starts the fastest device that works here, shows it, and returns it with TensorFlow.js (`tf`). The order is node-gpu, webgpu,
 * node, wasm, cpu. The argument, or else `CELLWRIGHT_DEVICE`, forces one; a forced device that does not work is an error.
 * One device a process: later calls return the first one, and throw if they name another.
 */
export async function device(choice?: DeviceName | "auto"): Promise<Device> {
  const wanted = choice === undefined ? parseChoice(process.env.CELLWRIGHT_DEVICE || "auto", "CELLWRIGHT_DEVICE") : parseChoice(choice, "The device asked for");
  if (chosen) return again(await chosen.device, choice);
  chosen = { name: wanted, device: wanted === "auto" ? first() : forced(wanted) };
  chosen.device.catch(() => (chosen = undefined));
  const result = await chosen.device;
  display(result);
  return result;
}

function again(running: Device, choice: DeviceName | "auto" | undefined): Device {
  if (choice === undefined || choice === "auto" || choice === running.name) return running;
  throw new Error(`This session computes on "${running.name}" already and cannot change to "${choice}": restart the kernel to choose another device.`);
}

async function first(): Promise<Device> {
  const explanation: string[] = [];
  for (const name of DEVICE_NAMES) {
    const result = await attempt(name, false);
    if ("label" in result) return made(name, result, explanation);
    explanation.push(t({ en: `${name} was not taken: ${result.reason}.`, zh: `没有采用 ${name}：${result.reason}。` }));
  }
  throw new Error(`No device works here. ${explanation.join(" ")}`);
}

async function forced(name: DeviceName): Promise<Device> {
  const result = await attempt(name, true);
  if ("label" in result) return made(name, result, [t({ en: `${name} was asked for.`, zh: `指定了 ${name}。` })]);
  throw new Error(`The device "${name}" does not work here: ${result.reason}.`);
}

async function attempt(name: DeviceName, asked: boolean): Promise<Started | { reason: string }> {
  try {
    mendGradients();
    return await CANDIDATES[name].start(asked);
  } catch (error) {
    if (error instanceof Unavailable) return { reason: error.message };
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function made(name: DeviceName, { backend, label }: Started, explanation: string[]): Device {
  const lines = [t({ en: `Device: ${name} (${label})`, zh: `设备：${name}（${label}）` }), ...explanation.map((line) => `  ${line}`)];
  const shown = displayable({ "text/plain": lines.join("\n"), "text/html": `<pre>${escape(lines.join("\n"))}</pre>` });
  const metadata = { cellwright: { device: name } }; // the runner's summary reads it
  return Object.assign({ name, backend, label, explanation, tf, [DISPLAY]: () => shown[DISPLAY]() }, { [METADATA]: () => metadata });
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
