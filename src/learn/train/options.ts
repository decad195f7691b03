// What a training is told.
import type * as tf from "@tensorflow/tfjs";
import type { Precision } from "../compile/mixed-precision";
import type { Module } from "../nn/module";
import type { Optimizer, Parameters } from "../optim/optimizer";
import type { Schedule } from "../optim/schedule";
import type { Rng } from "../random";
import type { EarlyStopping } from "./early-stopping";
import type { TrainRecord } from "./report";

export type Batches<Batch> = Iterable<Batch> | AsyncIterable<Batch>;

/** What is trained, on what, how, and how long. */
export interface TrainOptions<Batch> {
  /** Its parameters are trained. */
  model?: Module;
  /** What to train where there is no model. */
  parameters?: Parameters;
  /** Batch → one number to make small. */
  loss: (batch: Batch) => tf.Tensor;
  /** Tensors in a batch are freed after its step. A function gets how many batches were taken before, as `data.batches` does by `from`. */
  batches: Batches<Batch> | ((from: number) => Batches<Batch>);
  /** Moves the parameters. */
  optimizer: Optimizer;
  /** At most so many steps; fewer if the batches end. With `resume` those before count, too. */
  steps: number;
  /** Steps done before, as `loadCheckpoint` tells: the schedule, dropout's masks, records and checkpoints count on from there. */
  from?: number;
  /** Batches a step, their gradients averaged: a large batch in the memory of a small one. */
  accumulate?: number;
  /** Of dropout's masks. */
  seed?: number;
  /** The learning rate of each step, instead of the optimiser's own. */
  schedule?: Schedule;
  /** The largest gradient norm. */
  clip?: number;
  /**
   * Runs each step as one graph where the device is native TensorFlow: the same numbers to rounding, in a third of the time. The loss
   * may then depend on the batch, variables and tensors that do not change, and on nothing else: it is called only to be recorded.
   */
  compile?: boolean;
  /**
   * "bfloat16": mixed precision. Products and convolutions of a compiled step read bfloat16 and add up float32; parameters, the optimiser
   * and all else stay float32, whose range bfloat16 has, so that no loss has to be scaled. Where steps are not compiled it is float32, and said so.
   */
  precision?: Precision;
  /** Steps between records in the history (a twentieth of `steps` by default). */
  every?: number;
  /** A number to record with them, such as the loss on held-out data. */
  evaluate?: () => number | Promise<number>;
  /** Ends the training when its records no longer get better. */
  earlyStopping?: EarlyStopping;
  /** Ends the training early when it says so of a record. */
  stopWhen?: (record: TrainRecord) => boolean;
  /** Writes a checkpoint every so many steps; `rng` is the generator that draws the batches. */
  checkpoint?: { path: string; every: number; rng?: Rng };
  /** Goes on from the checkpoint's file where there is one: the same call, made again, continues what was broken off. */
  resume?: boolean;
  /** Ends the training between two steps; the session's own interrupt by default. */
  signal?: AbortSignal;
  /** Shows nothing. */
  quiet?: boolean;
}
