// A training's whole state in one safetensors file: model, optimiser, step, random generator.
import type { Module } from "../nn/module";
import type { Optimizer } from "../optim/optimizer";
import type { Rng } from "../random";
import { type Weights, readSafetensors, writeSafetensors } from "../safetensors";

export interface Checkpoint {
  model: Module;
  optimizer?: Optimizer;
  /** Steps done. */
  step?: number;
  /** The generator that draws the batches. */
  rng?: Rng;
}

const MODEL = "model.";
const OPTIMIZER = "optimizer.";

/** Writes `path`; an interrupted write leaves the old file whole. */
export async function saveCheckpoint(path: string, { model, optimizer, step = 0, rng }: Checkpoint): Promise<void> {
  const tensors: Weights = new Map([...prefixed(MODEL, await model.state()), ...prefixed(OPTIMIZER, (await optimizer?.state()) ?? new Map())]);
  await writeSafetensors(path, tensors, { step: String(step), ...(rng && { rng: String(rng.state) }) });
}

/** Restores what is given from `path` and returns the step. On the same backend, training goes on bit for bit. Throws if a part is not in the file. */
export async function loadCheckpoint(path: string, { model, optimizer, rng }: Checkpoint): Promise<{ step: number }> {
  const { tensors, metadata } = await readSafetensors(path);
  if (rng && metadata.rng === undefined) throw new Error(`${path} holds no random generator's state.`);
  model.load(without(MODEL, tensors));
  optimizer?.load(without(OPTIMIZER, tensors));
  if (rng) rng.state = Number(metadata.rng);
  return { step: Number(metadata.step ?? 0) };
}

const prefixed = (prefix: string, weights: Weights): Weights => new Map([...weights].map(([name, weight]) => [prefix + name, weight]));

const without = (prefix: string, weights: Weights): Weights =>
  new Map([...weights].filter(([name]) => name.startsWith(prefix)).map(([name, weight]) => [name.slice(prefix.length), weight]));
