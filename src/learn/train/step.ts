// One step of a training: the loss and its gradients, clipping, the optimiser's update.
import * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "../compile/backend";
import type { Precision } from "../compile/mixed-precision";
import { Program, commit } from "../compile/program";
import { gradientsOf } from "../nn/module";
import { clipGradNorm } from "../optim/clip";
import type { Gradients, Optimizer, Parameters } from "../optim/optimizer";
import { tensorsIn, withTensors } from "./batch";
import { nameBadNumber } from "./nan";

export interface StepOptions<Batch> {
  parameters: Parameters;
  loss: (batch: Batch) => tf.Tensor;
  optimizer: Optimizer;
  /** The largest gradient norm. */
  clip?: number;
}

export interface Step<Batch> {
  /** The mean loss of the batches before the step. Throws, with the parameters as they were, if it is NaN or infinite; `number` counts from 1. */
  run(batches: Batch[], number: number): Promise<number>;
  /** Runs as a graph. */
  compiled: boolean;
  precision: Precision;
  /** How many tensors it keeps from one step to the next. */
  held(): number;
  dispose(): void;
}

/** A step as a graph where the device runs graphs and it is asked for, else operation by operation. */
export const stepOf = <Batch>(options: StepOptions<Batch>, { compile = false, precision = "float32" }: { compile?: boolean; precision?: Precision } = {}): Step<Batch> =>
  compile && nativeBackend() ? compiledStep(options, precision) : eagerStep(options);

function eagerStep<Batch>(options: StepOptions<Batch>): Step<Batch> {
  const run = async (batches: Batch[], number: number): Promise<number> => {
    const { value, grads } = clippedGradients(options, batches);
    try {
      const [loss = NaN] = await value.data();
      if (!Number.isFinite(loss)) throw await nameBadNumber({ loss, step: number, parameters: options.parameters, grads });
      options.optimizer.step(grads);
      return loss;
    } finally {
      tf.dispose([value, grads]);
    }
  };
  return { run, compiled: false, precision: "float32", held: () => 0, dispose: () => undefined };
}

function clippedGradients<Batch>({ parameters, loss, clip }: StepOptions<Batch>, batches: Batch[]): { value: tf.Scalar; grads: Gradients } {
  const mean = batches.map((batch) => gradientsOf(parameters, () => loss(batch))).reduce(added);
  const averaged = batches.length === 1 ? mean : divided(mean, batches.length);
  if (clip) clipGradNorm(averaged.grads, clip);
  return averaged;
}

interface Slopes {
  value: tf.Scalar;
  grads: Gradients;
}

/** Their sum; both are freed. */
function added(a: Slopes, b: Slopes): Slopes {
  const names = new Set([...Object.keys(a.grads), ...Object.keys(b.grads)]);
  const sum = (x: tf.Tensor | undefined, y: tf.Tensor | undefined): tf.Tensor => (x && y ? tf.add(x, y) : tf.clone(x ?? y ?? tf.scalar(0)));
  const total = { value: tf.add<tf.Scalar>(a.value, b.value), grads: Object.fromEntries([...names].map((name) => [name, sum(a.grads[name], b.grads[name])])) };
  tf.dispose([a.value, a.grads, b.value, b.grads]);
  return total;
}

function divided({ value, grads }: Slopes, by: number): Slopes {
  const parts = { value: tf.div<tf.Scalar>(value, by), grads: Object.fromEntries(Object.entries(grads).map(([name, gradient]) => [name, tf.div(gradient, by)])) };
  tf.dispose([value, grads]);
  return parts;
}

/** The batch's tensors and the optimiser's numbers go in; the loss and the variables' new values come out, and are taken if the loss is good. */
function compiledStep<Batch>(options: StepOptions<Batch>, precision: Precision): Step<Batch> {
  const { optimizer } = options;
  const program = new Program(precision);
  const run = async (batches: Batch[], number: number): Promise<number> => {
    const tensors = tensorsIn(batches);
    const numbers = optimizer.numbers().map((each) => tf.scalar(each));
    const ran = program.run((...args) => work(options, withTensors(batches, args), args.slice(tensors.length)), [...tensors, ...numbers]);
    tf.dispose(numbers);
    try {
      const [loss = NaN] = await ran.value.data();
      if (!Number.isFinite(loss)) throw await named(options, batches, { loss, number });
      commit(ran);
      optimizer.done();
      return loss;
    } finally {
      tf.dispose([ran.value, ...ran.assigned.values()]);
    }
  };
  return { run, compiled: true, precision, held: () => program.held, dispose: () => program.dispose() };
}

function work<Batch>(options: StepOptions<Batch>, batches: Batch[], numbers: tf.Tensor[]): tf.Tensor {
  const { value, grads } = clippedGradients(options, batches);
  options.optimizer.update(grads, numbers);
  return value;
}

/** The graph keeps no gradients: they are computed once more to be named. */
async function named<Batch>(options: StepOptions<Batch>, batches: Batch[], { loss, number }: { loss: number; number: number }): Promise<Error> {
  const { value, grads } = clippedGradients(options, batches);
  const error = await nameBadNumber({ loss, step: number, parameters: options.parameters, grads });
  tf.dispose([value, grads]);
  return error;
}
