// A training's whole state in one safetensors file: model, optimiser, step, random generator, early stopping.
import type { Module } from "../nn/module";
import type { Optimizer } from "../optim/optimizer";
import type { Rng } from "../random";
import { type Weights, readSafetensors, writeSafetensors } from "../safetensors";
import type { EarlyStopper, StoppingState } from "./early-stopping";

/** What a checkpoint keeps, or is restored into. */
export interface Checkpoint {
  /** Its parameters and buffers. */
  model: Module;
  /** Its running averages and count of steps. */
  optimizer?: Optimizer;
  /** Steps done. */
  step?: number;
  /** The generator that draws the batches. */
  rng?: Rng;
  /** Its best record and how long it has waited. */
  stopper?: EarlyStopper;
}

const MODEL = "model.";
const OPTIMIZER = "optimizer.";
const BEST = "best.";

/** Writes `path`; an interrupted write leaves the old file whole. */
export async function saveCheckpoint(path: string, { model, optimizer, step = 0, rng, stopper }: Checkpoint): Promise<void> {
  const optimizerState: Weights = (await optimizer?.state()) ?? new Map();
  const best: Weights = stopper?.state.weights ?? new Map();
  const tensors: Weights = new Map([...prefixed(MODEL, await model.state()), ...prefixed(OPTIMIZER, optimizerState), ...prefixed(BEST, best)]);
  await writeSafetensors(path, tensors, { step: String(step), ...(rng && { rng: String(rng.state) }), ...(stopper && { stopping: textOf(stopper.state) }) });
}

/** Restores what is given from `path` and returns the step. On the same backend, training goes on bit for bit. Throws if a part is not in the file. */
export async function loadCheckpoint(path: string, { model, optimizer, rng, stopper }: Checkpoint): Promise<{ step: number }> {
  const { tensors, metadata } = await readSafetensors(path);
  if (rng && metadata.rng === undefined) throw new Error(`${path} holds no random generator's state.`);
  if (stopper && metadata.stopping === undefined) throw new Error(`${path} holds no state of early stopping.`);
  model.load(without(MODEL, tensors));
  optimizer?.load(without(OPTIMIZER, tensors));
  if (rng) rng.state = Number(metadata.rng);
  if (stopper) stopper.state = { ...stoppingOf(metadata.stopping ?? ""), weights: without(BEST, tensors) };
  return { step: Number(metadata.step ?? 0) };
}

const prefixed = (prefix: string, weights: Weights): Weights => new Map([...weights].map(([name, weight]) => [prefix + name, weight]));

const without = (prefix: string, weights: Weights): Weights =>
  new Map([...weights].filter(([name]) => name.startsWith(prefix)).map(([name, weight]) => [name.slice(prefix.length), weight]));

/** "waited step value", the last two only where there is a best record; numbers print so that they read back the same. */
const textOf = ({ waited, best }: StoppingState): string => [waited, ...(best ? [best.step, best.value] : [])].join(" ");

function stoppingOf(text: string): Omit<StoppingState, "weights"> {
  const [waited = 0, step, value] = text.split(" ").map(Number);
  return { waited, best: step === undefined || value === undefined ? undefined : { step, value } };
}
