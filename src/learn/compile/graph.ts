// A function of tensors as a TensorFlow graph in a session: recorded once, run as a whole.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import type { Binding, NativeBackend } from "./backend";
import { type Precision, inPrecision } from "./mixed-precision";
import type { Feed } from "./recorder";
import { TAG, savedModel } from "./saved-model";
import { type TensorFunction, trace } from "./trace";

export interface Ran {
  value: tf.Tensor;
  /** New values of the variables that the function assigns; they are not assigned yet. */
  assigned: Map<tf.Variable, tf.Tensor>;
}

export class Graph {
  /** Tensors from outside that the graph keeps alive. */
  readonly held: tf.Tensor[];
  readonly #backend: NativeBackend;
  readonly #feeds: Feed[];
  readonly #assigned: tf.Variable[];
  readonly #session: number;

  /** Records the function for arguments of these shapes. Throws if its numbers come from elsewhere than its arguments, variables and constants. */
  constructor(fn: TensorFunction, args: tf.Tensor[], backend: NativeBackend, precision: Precision) {
    const { recorder, assigned } = trace(fn, args, backend);
    try {
      const bytes = savedModel(recorder.nodes);
      if (!again(fn, args, backend).equals(bytes)) throw new Error(CHANGING);
      this.#session = load(precision === "float32" ? bytes : savedModel(inPrecision(recorder.nodes, precision)), backend.binding);
    } catch (error) {
      tf.dispose(recorder.held());
      throw error;
    }
    [this.held, this.#backend, this.#feeds, this.#assigned] = [recorder.held(), backend, recorder.feeds, assigned];
  }

  run(args: tf.Tensor[]): Ran {
    const sources = this.#feeds.map(({ source }) => (typeof source === "number" ? (args[source] ?? missing(source)) : source));
    const feeds = this.#feeds.map(({ name }) => name).join(",");
    const fetches = ["r:0", ...this.#assigned.map((_, i) => `w${i}:0`)].join(",");
    const outputs = this.#backend.binding.runSavedModel(this.#session, this.#backend.getInputTensorIds(sources), feeds, fetches);
    const [value = missing(0), ...rest] = outputs.map((output) => this.#backend.createOutputTensor(output));
    return { value, assigned: new Map(this.#assigned.map((variable, i) => [variable, rest[i] ?? missing(i)])) };
  }

  dispose(): void {
    this.#backend.binding.deleteSavedModel(this.#session);
    tf.dispose(this.held);
  }
}

const CHANGING =
  "This function cannot be compiled: two runs on the same tensors compute with different numbers (random ones such as dropout's, a clock's, a counter's). Give them to it as tensors, or leave compile out.";

/** The graph of a second recording. */
function again(fn: TensorFunction, args: tf.Tensor[], backend: NativeBackend): Buffer {
  const { recorder } = trace(fn, args, backend);
  tf.dispose(recorder.held());
  return Buffer.from(savedModel(recorder.nodes));
}

/** The binding loads from a folder only; it reads all of it at once. */
function load(bytes: Uint8Array, binding: Binding): number {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-graph-"));
  try {
    writeFileSync(join(folder, "saved_model.pb"), bytes, { mode: 0o600 });
    return binding.loadSavedModel(folder, TAG);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function missing(place: number): never {
  throw new Error(`The compiled function has no tensor at ${place}.`);
}
