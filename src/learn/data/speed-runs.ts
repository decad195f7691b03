// Recorded times of one training step and of matrix products, here and in PyTorch; one row, made by scripts/golden/speed.mjs of bench/results.
import type { Source } from "./source";

/** One bench: programs that took turns on one machine on one day. */
export interface SpeedRun<Settings> {
  /** The work, the same for every program. */
  settings: Settings;
  date: string; // ISO
  processor: string;
  cores: number;
  memoryGB: number;
  load: number; // mean number of processes that wanted a core in the minute before the end
  versions: { node: string; torch: string; tfjs: string };
  rounds: number;
  steps: number; // a round and program
  /** gflops (at the median) of products only. "native", "wasm": this library; "-plain": not compiled; "tfjs-": TensorFlow.js as published. */
  programs: { name: string; medianMs: number; minMs: number; maxMs: number; gflops?: number }[];
}

/** The benches that lesson 8 puts beside the reader's machine. */
export interface SpeedRecord {
  /** A step is so many products of two size × size matrices and the reading of one entry. */
  matmul: SpeedRun<{ size: number; products: number }>[];
  /** A training step by Adam on images of 28 × 28 pixels. */
  mlp: SpeedRun<{ batch: number; sizes: number[]; lr: number }>;
  cnn: SpeedRun<{ batch: number; channels: number[]; hidden: number; lr: number; classes: number; side: number }>;
  /** A training step by AdamW on batch × context tokens. */
  gpt: SpeedRun<{ vocab: number; context: number; layers: number; heads: number; width: number; batch: number; lr: number; weightDecay: number; seed: number }>;
}

export const speedRuns: Source<SpeedRecord> = {
  title: { en: "Recorded times of training steps and matrix products", zh: "训练步与矩阵乘法的耗时记录" },
  file: "speed-runs.json",
  sha256: "f0450d7a3d74b90ced61c2360c79dcab895871b643dea8bcd3fcdf63f7919781",
  licence: "Apache-2.0",
  attribution: "measured by bench/learn/run.mjs",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless every bench has PyTorch in it. */
function record(value: SpeedRecord): SpeedRecord {
  const runs = [...value.matmul, value.mlp, value.cnn, value.gpt];
  const whole = runs.length > 3 && runs.every((run) => run?.date && run.programs.some(({ name, medianMs }) => name === "pytorch" && medianMs > 0));
  if (!whole) throw new Error("a bench lacks its date or PyTorch; make the record afresh with scripts/golden/speed.mjs");
  return value;
}
