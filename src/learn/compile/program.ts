// The graphs of one function, one for each combination of shapes and types that it is called with.
import type * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "./backend";
import { Graph, type Ran } from "./graph";
import type { Precision } from "./mixed-precision";
import type { TensorFunction } from "./trace";

/** Shapes without end (texts of every length) must not fill the memory; the one unused for longest goes. */
const MOST_GRAPHS = 8;

export class Program {
  readonly #graphs = new Map<string, Graph>();

  constructor(readonly precision: Precision = "float32") {}

  /** Runs the function as a graph, and leaves to the caller whether to `commit`. Only on a native backend; the function is the same each time. */
  run(fn: TensorFunction, args: tf.Tensor[]): Ran {
    const kind = args.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`).join(" ");
    const graph = this.#graphs.get(kind) ?? this.#made(fn, args);
    this.#graphs.delete(kind);
    this.#graphs.set(kind, graph); // now the newest
    return graph.run(args);
  }

  /** How many tensors from outside the graphs keep alive. */
  get held(): number {
    return [...this.#graphs.values()].reduce((sum, { held }) => sum + held.length, 0);
  }

  dispose(): void {
    for (const graph of this.#graphs.values()) graph.dispose();
    this.#graphs.clear();
  }

  #made(fn: TensorFunction, args: tf.Tensor[]): Graph {
    const backend = nativeBackend();
    if (!backend) throw new Error("Only native TensorFlow runs graphs.");
    const [oldest] = this.#graphs;
    if (oldest && this.#graphs.size >= MOST_GRAPHS) {
      this.#graphs.delete(oldest[0]);
      oldest[1].dispose();
    }
    return new Graph(fn, args, backend, this.precision);
  }
}

/** Gives the variables their new values. */
export function commit({ assigned }: Ran): void {
  for (const [variable, value] of assigned) {
    variable.assign(value);
    value.dispose();
  }
}
