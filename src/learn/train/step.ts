// One step of a training: the loss and its gradients, clipping, the optimiser's update.
import * as tf from "@tensorflow/tfjs";
import { nativeBackend } from "../compile/backend";
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
  /** The loss before the step. Throws, with the parameters as they were, if it is NaN or infinite; `number` counts from 1. */
  run(batch: Batch, number: number): Promise<number>;
  /** Runs as a graph. */
  compiled: boolean;
  /** How many tensors it keeps from one step to the next. */
  held(): number;
  dispose(): void;
}

/** A step as a graph where the device runs graphs and it is asked for, else operation by operation. */
export const stepOf = <Batch>(options: StepOptions<Batch>, compile: boolean): Step<Batch> => (compile && nativeBackend() ? compiledStep(options) : eagerStep(options));

function eagerStep<Batch>(options: StepOptions<Batch>): Step<Batch> {
  const run = async (batch: Batch, number: number): Promise<number> => {
    const { value, grads } = clippedGradients(options, batch);
    try {
      const [loss = NaN] = await value.data();
      if (!Number.isFinite(loss)) throw await nameBadNumber({ loss, step: number, parameters: options.parameters, grads });
      options.optimizer.step(grads);
      return loss;
    } finally {
      tf.dispose([value, grads]);
    }
  };
  return { run, compiled: false, held: () => 0, dispose: () => undefined };
}

function clippedGradients<Batch>({ parameters, loss, clip }: StepOptions<Batch>, batch: Batch): { value: tf.Scalar; grads: Gradients } {
  const { value, grads } = gradientsOf(parameters, () => loss(batch));
  if (clip) clipGradNorm(grads, clip);
  return { value, grads };
}

/** The batch's tensors and the optimiser's numbers go in; the loss and the variables' new values come out, and are taken if the loss is good. */
function compiledStep<Batch>(options: StepOptions<Batch>): Step<Batch> {
  const { optimizer } = options;
  const program = new Program();
  const run = async (batch: Batch, number: number): Promise<number> => {
    const tensors = tensorsIn(batch);
    const numbers = optimizer.numbers().map((each) => tf.scalar(each));
    const ran = program.run((...args) => work(options, withTensors(batch, args), args.slice(tensors.length)), [...tensors, ...numbers]);
    tf.dispose(numbers);
    try {
      const [loss = NaN] = await ran.value.data();
      if (!Number.isFinite(loss)) throw await named(options, batch, { loss, number });
      commit(ran);
      optimizer.done();
      return loss;
    } finally {
      tf.dispose([ran.value, ...ran.assigned.values()]);
    }
  };
  return { run, compiled: true, held: () => program.held, dispose: () => program.dispose() };
}

function work<Batch>(options: StepOptions<Batch>, batch: Batch, numbers: tf.Tensor[]): tf.Tensor {
  const { value, grads } = clippedGradients(options, batch);
  options.optimizer.update(grads, numbers);
  return value;
}

/** The graph keeps no gradients: they are computed once more to be named. */
async function named<Batch>(options: StepOptions<Batch>, batch: Batch, { loss, number }: { loss: number; number: number }): Promise<Error> {
  const { value, grads } = clippedGradients(options, batch);
  const error = await nameBadNumber({ loss, step: number, parameters: options.parameters, grads });
  tf.dispose([value, grads]);
  return error;
}
