// The training loop: gradients, clipping, an optimiser's step; watched for leaks, NaN and interrupts, and shown live.
import { existsSync } from "node:fs";
import { currentHost, t } from "../display";
import { seedDropout } from "./nn/dropout";
import type { Parameters } from "./optim/optimizer";
import { free, rowsIn } from "./train/batch";
import { loadCheckpoint, saveCheckpoint } from "./train/checkpoint";
import { EarlyStopper } from "./train/early-stopping";
import { leakCheck } from "./train/leak";
import { type Monitor, monitor } from "./train/monitor";
import type { Batches, TrainOptions } from "./train/options";
import type { TrainRecord, TrainReport } from "./train/report";
import { type Step, stepOf } from "./train/step";

export type { TrainRecord, TrainReport } from "./train/report";
export type { EarlyStopping } from "./train/early-stopping";
export type { TrainOptions } from "./train/options";
export { loadCheckpoint, saveCheckpoint, type Checkpoint } from "./train/checkpoint";

/** One training under way. */
interface Run<Batch> {
  options: TrainOptions<Batch>;
  report: TrainReport;
  step: Step<Batch>;
  show: Monitor;
  stopper: EarlyStopper | undefined;
  signal: AbortSignal | undefined;
  /** Steps that this call may take. */
  steps: number;
  /** Rows that were trained on. */
  rows: number;
}

/**
 * Trains, and shows the loss as it falls. Throws if a step leaves tensors behind (naming the count) or a loss is NaN or infinite
 * (naming the parameter and the step). An interrupt ends it between two steps, and the model keeps what it has learnt.
 */
export function train<Batch>(options: TrainOptions<Batch>): Promise<TrainReport> {
  const work = (): Promise<TrainReport> => trainWhole(options);
  return currentHost().whole?.(work) ?? work(); // a step cut in two would leave tensors behind, and TensorFlow.js in the middle of its gradients
}

async function trainWhole<Batch>(options: TrainOptions<Batch>): Promise<TrainReport> {
  const run = await begun(options);
  const leaks = leakCheck(() => run.step.held());
  const started = performance.now();
  const clock = (): number => (performance.now() - started) / 1000;
  try {
    if (run.steps > 0 && !stopped(run)) {
      for await (const batches of grouped(batchesOf(options, run.report.from), options.accumulate ?? 1)) {
        run.rows += rowsIn(batches);
        leaks.before(batches);
        await take(run, batches);
        leaks.after(run.report.steps);
        timed(run, clock());
        await afterStep(run);
        if (run.report.steps >= run.steps || run.report.stopped || stopped(run)) break;
      }
    }
    if (run.report.stopped !== "interrupt") run.stopper?.restore();
  } finally {
    run.step.dispose();
    timed(run, clock());
    run.show.done(run.report);
  }
  return run.report;
}

async function begun<Batch>(options: TrainOptions<Batch>): Promise<Run<Batch>> {
  const { model, earlyStopping, steps, quiet = false } = options;
  const step = stepOf({ ...options, parameters: trained(options) }, { compile: options.compile ?? false, precision: options.precision ?? "float32" });
  const stopper = earlyStopping && new EarlyStopper(earlyStopping, model);
  const resumed = options.resume ? await resume(options, stopper) : undefined;
  const from = resumed ?? options.from ?? 0;
  const left = resumed === undefined ? steps : Math.max(0, steps - from);
  if (!quiet && options.precision === "bfloat16" && step.precision === "float32") console.log(notMixed());
  const report: TrainReport = { losses: [], steps: 0, from, seconds: 0, perSecond: 0, itemsPerSecond: 0, history: [], compiled: step.compiled, precision: step.precision };
  return { options, report, step, show: monitor({ steps: left, quiet }), stopper, signal: options.signal ?? sessionSignal(), steps: left, rows: 0 };
}

const notMixed = (): string =>
  t({ en: "Mixed precision needs native TensorFlow and compile: true; this training computes in float32.", zh: "混合精度需要原生 TensorFlow 和 compile: true；本次训练用 float32 计算。" });

/** Takes everything from the checkpoint, if there is one. Returns the steps done. */
async function resume<Batch>({ checkpoint, model, optimizer }: TrainOptions<Batch>, stopper: EarlyStopper | undefined): Promise<number> {
  if (!checkpoint || !model) throw new Error("resume needs a model and a checkpoint: { path, every } to go on from.");
  if (!existsSync(checkpoint.path)) return 0;
  return (await loadCheckpoint(checkpoint.path, { model, optimizer, rng: checkpoint.rng, stopper })).step;
}

/** The AbortSignal that a Cellwright session aborts on interrupt. */
function sessionSignal(): AbortSignal | undefined {
  const signal: unknown = Reflect.get(globalThis, "signal");
  return signal instanceof AbortSignal ? signal : undefined;
}

function stopped<Batch>({ report, signal }: Run<Batch>): boolean {
  if (signal?.aborted) report.stopped = "interrupt";
  return signal?.aborted ?? false;
}

function trained<Batch>({ model, parameters }: TrainOptions<Batch>): Parameters {
  const found = parameters ?? model?.parameters();
  if (!found) throw new Error("train needs a model or parameters.");
  return found;
}

const batchesOf = <Batch>({ batches, accumulate = 1 }: TrainOptions<Batch>, from: number): Batches<Batch> => (typeof batches === "function" ? batches(from * accumulate) : batches);

async function take<Batch>({ step, options: { optimizer, schedule, seed = 0 }, report }: Run<Batch>, batches: Batch[]): Promise<void> {
  const done = report.from + report.steps;
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
async function* grouped<Batch>(batches: Batches<Batch>, size: number): AsyncGenerator<Batch[]> {
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

function timed<Batch>({ report, rows }: Run<Batch>, seconds: number): void {
  Object.assign(report, { seconds, perSecond: report.steps / seconds, itemsPerSecond: rows / seconds });
}

async function afterStep<Batch>(run: Run<Batch>): Promise<void> {
  const { options: { steps, every = Math.max(1, Math.floor(steps / 20)), checkpoint, model, optimizer }, report, show, stopper } = run;
  const done = report.from + report.steps;
  if (done % every === 0 || report.steps === run.steps) await record(run, { step: done, loss: report.losses.at(-1) ?? NaN });
  if (checkpoint && model && done % checkpoint.every === 0) await saveCheckpoint(checkpoint.path, { model, optimizer, step: done, rng: checkpoint.rng, stopper });
  show.step(report);
  await turn(run.signal);
}

/** Outputs leave and interrupts arrive. An interrupted cell's callbacks are never called, hence the listener. */
const turn = (signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const settle = (): void => {
      signal?.removeEventListener("abort", settle);
      resolve();
    };
    signal?.addEventListener("abort", settle);
    setImmediate(settle);
  });

async function record<Batch>({ options: { evaluate, stopWhen }, report, stopper }: Run<Batch>, entry: TrainRecord): Promise<void> {
  if (evaluate) entry.evaluation = await evaluate();
  report.history.push(entry);
  const ends = await stopper?.sees(entry);
  report.best = stopper?.state.best;
  if (ends || stopWhen?.(entry)) report.stopped = "early";
}
