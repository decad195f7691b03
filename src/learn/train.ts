// The training loop: gradients, clipping, an optimiser's step; watched for leaks, NaN and interrupts, and shown live.
import * as tf from "@tensorflow/tfjs";
import { seedDropout } from "./nn/dropout";
import type { Module } from "./nn/module";
import type { Optimizer, Parameters } from "./optim/optimizer";
import type { Schedule } from "./optim/schedule";
import type { Rng } from "./random";
import { sessionSignal } from "./session";
import { free } from "./train/batch";
import { saveCheckpoint } from "./train/checkpoint";
import { leakCheck } from "./train/leak";
import { type Monitor, monitor } from "./train/monitor";
import type { TrainRecord, TrainReport } from "./train/report";
import { type Step, stepOf } from "./train/step";

export type { TrainRecord, TrainReport } from "./train/report";

export { loadCheckpoint, saveCheckpoint, type Checkpoint } from "./train/checkpoint";

export interface TrainOptions<Batch> {
  model?: Module;
  /** What to train where there is no model. */
  parameters?: Parameters;
  /** Batch → one number to make small. */
  loss: (batch: Batch) => tf.Tensor;
  /** Tensors in a batch are freed after its step. */
  batches: Iterable<Batch> | AsyncIterable<Batch>;
  optimizer: Optimizer;
  /** At most so many steps; fewer if the batches end. */
  steps: number;
  /** Steps done before, as `loadCheckpoint` tells: the schedule, dropout's masks and the checkpoints count on from there. */
  from?: number;
  /** Batches a step, their gradients averaged: a large batch in the memory of a small one. */
  accumulate?: number;
  /** Of dropout's masks. */
  seed?: number;
  schedule?: Schedule;
  /** The largest gradient norm. */
  clip?: number;
  /**
   * Runs each step as one graph where the device is native TensorFlow: the same numbers to rounding, in a third of the time. The loss
   * may then depend on the batch, variables and tensors that do not change, and on nothing else: it is called only to be recorded.
   */
  compile?: boolean;
  /** Steps between records in the history (a twentieth of `steps` by default). */
  every?: number;
  /** A number to record with them, such as the loss on held-out data. */
  evaluate?: () => number | Promise<number>;
  /** Ends the training early when it says so of a record. */
  stopWhen?: (record: TrainRecord) => boolean;
  checkpoint?: { path: string; every: number; rng?: Rng };
  /** Ends the training between two steps; the session's own interrupt by default. */
  signal?: AbortSignal;
  /** Shows nothing. */
  quiet?: boolean;
}

/**
 * Trains, and shows the loss as it falls. Throws if a step leaves tensors behind (naming the count) or a loss is NaN or infinite
 * (naming the parameter and the step). An interrupt ends it between two steps, and the model keeps what it has learnt.
 */
export async function train<Batch>(options: TrainOptions<Batch>): Promise<TrainReport> {
  const { steps, every = Math.max(1, Math.floor(steps / 20)), signal = sessionSignal() } = options;
  const step = stepOf({ ...options, parameters: trained(options) }, options.compile ?? false);
  const report: TrainReport = { losses: [], steps: 0, seconds: 0, perSecond: 0, history: [], compiled: step.compiled };
  const show = monitor({ steps, quiet: options.quiet ?? false });
  const leaks = leakCheck(() => step.held());
  const started = performance.now();
  try {
    if (steps > 0 && !stopped(report, signal)) {
      for await (const batches of grouped(options.batches, options.accumulate ?? 1)) {
        leaks.before(batches);
        await take(step, batches, options, report);
        leaks.after(report.steps);
        if (report.steps % every === 0 || report.steps === steps) await record(options, report);
        await afterStep(options, report, show);
        if (report.steps >= steps || report.stopped || stopped(report, signal)) break;
      }
    }
  } finally {
    step.dispose();
    report.seconds = (performance.now() - started) / 1000;
    report.perSecond = report.steps / report.seconds;
    show.done(report);
  }
  return report;
}

function stopped(report: TrainReport, signal: AbortSignal | undefined): boolean {
  if (signal?.aborted) report.stopped = "interrupt";
  return signal?.aborted ?? false;
}

function trained<Batch>({ model, parameters }: TrainOptions<Batch>): Parameters {
  const found = parameters ?? model?.parameters();
  if (!found) throw new Error("train needs a model or parameters.");
  return found;
}

async function take<Batch>(step: Step<Batch>, batches: Batch[], { optimizer, schedule, from = 0, seed = 0 }: TrainOptions<Batch>, report: TrainReport): Promise<void> {
  const done = from + report.steps;
  if (schedule) optimizer.lr = schedule(done);
  seedDropout(Math.imul(seed + 1, 0x9e3779b1) + done);
  try {
    report.losses.push(await step.run(batches, done + 1));
    report.steps++;
  } finally {
    free(batches);
  }
}

/** So many at a time; fewer at the end. */
async function* grouped<Batch>(batches: Iterable<Batch> | AsyncIterable<Batch>, size: number): AsyncGenerator<Batch[]> {
  if (!Number.isInteger(size) || size < 1) throw new Error(`accumulate takes a whole number of batches, at least 1, not ${size}.`);
  let group: Batch[] = [];
  for await (const batch of batches) {
    group.push(batch);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function record<Batch>({ evaluate, stopWhen }: TrainOptions<Batch>, report: TrainReport): Promise<void> {
  const entry: TrainRecord = { step: report.steps, loss: report.losses.at(-1) ?? NaN };
  if (evaluate) entry.evaluation = await evaluate();
  report.history.push(entry);
  if (stopWhen?.(entry)) report.stopped = "early";
}

async function afterStep<Batch>({ checkpoint, model, optimizer, from = 0 }: TrainOptions<Batch>, report: TrainReport, show: Monitor): Promise<void> {
  if (checkpoint && model && report.steps % checkpoint.every === 0) {
    await saveCheckpoint(checkpoint.path, { model, optimizer, step: from + report.steps, rng: checkpoint.rng });
  }
  show.step(report);
  await new Promise((done) => setImmediate(done)); // outputs leave and interrupts arrive
}
