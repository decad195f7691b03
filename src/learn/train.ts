// The training loop: gradients, clipping, an optimiser's step; watched for leaks, NaN and interrupts, and shown live.
import * as tf from "@tensorflow/tfjs";
import type { Module } from "./nn/module";
import { gradientsOf } from "./nn/module";
import { clipGradNorm } from "./optim/clip";
import type { Gradients, Optimizer, Parameters } from "./optim/optimizer";
import type { Schedule } from "./optim/schedule";
import type { Rng } from "./random";
import { saveCheckpoint } from "./train/checkpoint";
import { leakCheck } from "./train/leak";
import { type Monitor, monitor } from "./train/monitor";
import { nameBadNumber } from "./train/nan";
import type { TrainRecord, TrainReport } from "./train/report";

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
  schedule?: Schedule;
  /** The largest gradient norm. */
  clip?: number;
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
  const report: TrainReport = { losses: [], steps: 0, seconds: 0, perSecond: 0, history: [] };
  const show = monitor({ steps, quiet: options.quiet ?? false });
  const leaks = leakCheck();
  const started = performance.now();
  try {
    if (steps > 0 && !stopped(report, signal)) {
      for await (const batch of options.batches) {
        leaks.before(batch);
        await step(options, batch, report);
        leaks.after(report.steps);
        if (report.steps % every === 0 || report.steps === steps) await record(options, report);
        await afterStep(options, report, show);
        if (report.steps >= steps || report.stopped || stopped(report, signal)) break;
      }
    }
  } finally {
    report.seconds = (performance.now() - started) / 1000;
    report.perSecond = report.steps / report.seconds;
    show.done(report);
  }
  return report;
}

/** The AbortSignal that a Cellwright session aborts on interrupt. */
function sessionSignal(): AbortSignal | undefined {
  const signal: unknown = Reflect.get(globalThis, "signal");
  return signal instanceof AbortSignal ? signal : undefined;
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

async function step<Batch>(options: TrainOptions<Batch>, batch: Batch, report: TrainReport): Promise<void> {
  const { optimizer, schedule, clip, loss } = options;
  if (schedule) optimizer.lr = schedule(report.steps);
  const { value, grads } = gradientsOf(trained(options), () => loss(batch));
  try {
    if (clip) clipGradNorm(grads, clip);
    await finish(options, { value, grads }, report);
  } finally {
    free([value, grads, batch]);
  }
}

/** The loss is read before the step, so that a bad number is found while its gradients can still name it. */
async function finish<Batch>(options: TrainOptions<Batch>, { value, grads }: { value: tf.Scalar; grads: Gradients }, report: TrainReport): Promise<void> {
  const [loss = NaN] = await value.data();
  if (!Number.isFinite(loss)) throw await nameBadNumber({ loss, step: report.steps + 1, parameters: trained(options), grads });
  options.optimizer.step(grads);
  report.losses.push(loss);
  report.steps++;
}

/** Frees every tensor found inside, as tf.dispose does. */
function free(container: unknown): void {
  if (container instanceof tf.Tensor) container.dispose();
  else if (Array.isArray(container)) container.forEach(free);
  else if (typeof container === "object" && container !== null) Object.values(container).forEach(free);
}

async function record<Batch>({ evaluate, stopWhen }: TrainOptions<Batch>, report: TrainReport): Promise<void> {
  const entry: TrainRecord = { step: report.steps, loss: report.losses.at(-1) ?? NaN };
  if (evaluate) entry.evaluation = await evaluate();
  report.history.push(entry);
  if (stopWhen?.(entry)) report.stopped = "early";
}

async function afterStep<Batch>({ checkpoint, model, optimizer }: TrainOptions<Batch>, report: TrainReport, show: Monitor): Promise<void> {
  if (checkpoint && model && report.steps % checkpoint.every === 0) {
    await saveCheckpoint(checkpoint.path, { model, optimizer, step: report.steps, rng: checkpoint.rng });
  }
  show.step(report);
  await new Promise((done) => setImmediate(done)); // outputs leave and interrupts arrive
}
