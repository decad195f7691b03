// How many notebooks run at a time if nobody says: one a processor, as far as memory goes.
import { availableParallelism, totalmem } from "node:os";

/** Measured: a lesson's kernel that trains on native TensorFlow, at smoke scale, takes 500 to 570 MiB. */
const BYTES_A_JOB = 768 * 2 ** 20;

export interface Capacity {
  processors: number;
  /** Bytes. */
  memory: number;
}

export function defaultJobs({ processors, memory }: Capacity = capacity()): number {
  return Math.max(1, Math.min(processors, Math.floor(memory / BYTES_A_JOB)));
}

function capacity(): Capacity {
  return { processors: availableParallelism(), memory: Math.min(freeMemory(), process.constrainedMemory() || Infinity) }; // 0: no container's limit
}

/** macOS says nothing of memory that it would give up: half of all is taken for free there. */
const freeMemory = (): number => (process.platform === "darwin" ? totalmem() / 2 : process.availableMemory());
