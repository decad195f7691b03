// The training loop: it learns, resumes bit for bit, stops on a signal, and names leaks and bad numbers.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { data } from "../../src/learn/data";
import { CNN, MLP, type Module } from "../../src/learn/nn";
import { type Optimizer, adamw, schedule } from "../../src/learn/optim";
import { type Rng, rng } from "../../src/learn/random";
import { type TrainOptions, type TrainReport, loadCheckpoint, saveCheckpoint, train } from "../../src/learn/train";
import { summary } from "../../src/learn/train/monitor";
import { failure } from "./capture";

interface Batch {
  x: tf.Tensor;
  y: tf.Tensor;
}

/** y = 2x − 1 at random places, without end. */
function* line(random: Rng): Generator<Batch> {
  for (;;) {
    const x = random.normals(8);
    yield { x: tf.tensor2d(x, [8, 1]), y: tf.tensor2d(x.map((value) => 2 * value - 1), [8, 1]) };
  }
}

const walk = (model: Module, optimizer: Optimizer, random: Rng, more: Partial<TrainOptions<Batch>> = {}): Promise<TrainReport> =>
  train({ model, optimizer, batches: line(random), steps: 10, quiet: true, loss: ({ x, y }) => tf.tidy(() => tf.mean(tf.square(tf.sub(model.forward(x), y)))), ...more });

const make = (seed: number): { model: MLP; optimizer: Optimizer } => {
  const model = new MLP({ sizes: [1, 8, 1], activation: "tanh", seed });
  return { model, optimizer: adamw(model.parameters(), { lr: 0.02 }) };
};

const weightsOf = async (model: Module): Promise<number[]> => [...(await model.state()).values()].flatMap(({ data: values }) => Array.from(values));

describe("data.batches", () => {
  const rows = tf.range(0, 7, 1, "int32");
  const taken = (options: Parameters<typeof data.batches>[1], count = 6): number[][] => {
    const all = data.batches({ rows }, options);
    return Array.from({ length: count }, () => all.next().value).flatMap((batch) => (batch ? [Array.from(batch.rows.dataSync())] : []));
  };

  it("are each row at most once a pass, in a new order each pass, alike for a seed", () => {
    const [first = [], second = []] = [taken({ size: 3, seed: 4 }).slice(0, 2).flat(), taken({ size: 3, seed: 4 }).slice(2, 4).flat()];
    expect(new Set(first).size).to.equal(6);
    expect(new Set(second).size).to.equal(6);
    expect(first).not.to.deep.equal(second);
    expect(taken({ size: 3, seed: 4 })).to.deep.equal(taken({ size: 3, seed: 4 }));
    expect(taken({ size: 3, seed: 5 })).not.to.deep.equal(taken({ size: 3, seed: 4 }));
  });

  it("go on behind those that were taken before, end with their epochs, and keep the order where it is asked for", () => {
    expect(taken({ size: 3, from: 3 }, 3)).to.deep.equal(taken({ size: 3 }).slice(3));
    expect(taken({ size: 3, epochs: 2 }, 9)).to.have.length(4);
    expect(taken({ size: 3, shuffle: false }, 3)).to.deep.equal([[0, 1, 2], [3, 4, 5], [0, 1, 2]]);
  });

  it("refuse a size that cannot be, and tensors of different lengths, by name", async () => {
    expect((await failure(() => taken({ size: 8 }))).message).to.equal("A batch of 8 cannot be taken from 7 rows.");
    expect((await failure(() => data.batches({ rows, y: tf.zeros([6]) }, { size: 2 }).next())).message).to.contain('"rows" has 7 rows and "y" has 6');
  });
});

describe("train", () => {
  before(() => tf.setBackend("cpu"));

  it("lowers the loss and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const { model, optimizer } = make(0);
    const report = await walk(model, optimizer, rng(1), { steps: 150, every: 50, evaluate: () => 7 });
    expect(report.losses).to.have.length(150);
    expect(report.losses.at(-1)).to.be.below(0.05 * (report.losses[0] ?? 0));
    expect(report.history.map(({ step, evaluation }) => [step, evaluation])).to.deep.equal([[50, 7], [100, 7], [150, 7]]);
    model.dispose();
    optimizer.dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("goes on bit for bit after a checkpoint", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cellwright-train-"));
    const path = join(folder, "state.safetensors");
    const [first, random] = [make(0), rng(5)];
    await walk(first.model, first.optimizer, random);
    await saveCheckpoint(path, { ...first, step: 10, rng: random });
    const straight = await walk(first.model, first.optimizer, random);
    const [second, other] = [make(99), rng(0)];
    expect(await loadCheckpoint(path, { ...second, rng: other })).to.deep.equal({ step: 10 });
    expect((await walk(second.model, second.optimizer, other)).losses).to.deep.equal(straight.losses);
    await rm(folder, { recursive: true });
  });

  it("goes on bit for bit with dropout and a schedule, and in steps of several batches", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cellwright-train-"));
    const path = join(folder, "state.safetensors");
    const options = (model: CNN, from: number): Partial<TrainOptions<Batch>> => ({
      from, seed: 4, accumulate: 2, schedule: schedule.cosine({ lr: 0.02, warmup: 5, total: 20 }),
      loss: ({ x, y }) => tf.tidy(() => tf.mean(tf.square(tf.sub(model.forward(tf.reshape(tf.tile(x, [1, 16]), [8, 4, 4, 1]), true), y)))),
    });
    const build = (seed: number): { model: CNN; optimizer: Optimizer } => {
      const model = new CNN({ input: [4, 4, 1], channels: [2], hidden: 8, classes: 1, dropout: 0.5, seed });
      return { model, optimizer: adamw(model.parameters(), { lr: 0.02 }) };
    };
    const before = tf.memory().numTensors;
    const [first, random] = [build(0), rng(5)];
    await walk(first.model, first.optimizer, random, { ...options(first.model, 0), steps: 7, checkpoint: { path, every: 7, rng: random } });
    const straight = await walk(first.model, first.optimizer, random, { ...options(first.model, 7), steps: 6 });
    const [second, other] = [build(99), rng(0)];
    const { step } = await loadCheckpoint(path, { ...second, rng: other });
    expect(step).to.equal(7);
    const resumed = await walk(second.model, second.optimizer, other, { ...options(second.model, step), steps: 6 });
    expect(resumed.losses).to.deep.equal(straight.losses);
    expect(new Set(resumed.losses).size).to.equal(6);
    for (const { model, optimizer } of [first, second]) {
      model.dispose();
      optimizer.dispose();
    }
    expect(tf.memory().numTensors).to.equal(before);
    await rm(folder, { recursive: true });
  });

  it("ends when records get no better for as long as its patience, and gives back the best parameters", async () => {
    const evaluations = [5, 3, 4, 2.95, 3.5, 1];
    for (const [options, steps, best] of [[{ patience: 2 }, 6, { step: 6, value: 1 }], [{ patience: 2, minDelta: 0.1 }, 4, { step: 2, value: 3 }], [{ patience: 3, mode: "max" }, 4, { step: 1, value: 5 }]] as const) {
      const { model, optimizer } = make(0);
      const seen: number[][] = [];
      const evaluate = async (): Promise<number> => (seen.push(await weightsOf(model)), evaluations[seen.length - 1] ?? NaN);
      const report = await walk(model, optimizer, rng(1), { steps: 6, every: 1, evaluate, earlyStopping: options });
      expect([report.steps, report.best]).to.deep.equal([steps, best]);
      expect(report.stopped).to.equal(steps < 6 ? "early" : undefined);
      expect(await weightsOf(model)).to.deep.equal(seen[best.step - 1]);
    }
  });

  it("keeps the last parameters with restoreBest: false, and needs a model to do otherwise", async () => {
    const { model, optimizer } = make(0);
    const seen: number[][] = [];
    const evaluate = async (): Promise<number> => seen.push(await weightsOf(model));
    const report = await walk(model, optimizer, rng(1), { every: 1, evaluate, earlyStopping: { patience: 2, restoreBest: false } });
    expect([report.steps, report.stopped]).to.deep.equal([3, "early"]);
    expect(await weightsOf(model)).to.deep.equal(seen[2]);
    const bare = { model: undefined, parameters: model.parameters() };
    expect((await failure(() => walk(model, optimizer, rng(1), { ...bare, earlyStopping: { patience: 2 } }))).message).to.contain("give train the model, or restoreBest: false");
    expect((await failure(() => walk(model, optimizer, rng(1), { earlyStopping: { patience: 0 } }))).message).to.contain("patience is a whole number");
  });

  it("broken off and called again, goes on bit for bit: batches, schedule, dropout, accumulation and early stopping", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cellwright-train-"));
    const [x, y] = [tf.tensor4d(rng(2).normals(22 * 16), [22, 4, 4, 1]), tf.tensor2d(rng(3).normals(22), [22, 1])];
    /** The whole training, or what of it is done before the interrupt at the start of a loss. */
    const call = async (path: string, interruptAt = Infinity): Promise<{ report: TrainReport; weights: number[] }> => {
      const model = new CNN({ input: [4, 4, 1], channels: [2], hidden: 8, classes: 1, dropout: 0.5, seed: 8 });
      const optimizer = adamw(model.parameters(), { lr: 0.02 });
      const stop = new AbortController();
      let calls = 0;
      const loss = (batch: Batch): tf.Tensor => {
        if (++calls === interruptAt) stop.abort();
        return tf.tidy(() => tf.mean(tf.square(tf.sub(model.forward(batch.x, true), batch.y))));
      };
      const evaluate = async (): Promise<number> => (await weightsOf(model)).reduce((sum, weight) => sum + Math.sin(1e4 * weight), 0); // goes up and down
      const report = await train<Batch>({
        model, optimizer, loss, evaluate, signal: stop.signal, quiet: true, steps: 24, every: 1, accumulate: 2, seed: 3, clip: 1, resume: true,
        batches: (from) => data.batches({ x, y }, { size: 4, seed: 5, from }), schedule: schedule.cosine({ lr: 0.05, warmup: 3, total: 24 }),
        earlyStopping: { patience: 7 }, checkpoint: { path: join(folder, path), every: 3 },
      });
      const weights = await weightsOf(model);
      model.dispose();
      optimizer.dispose();
      return { report, weights };
    };
    const straight = await call("straight.safetensors");
    const broken = await call("broken.safetensors", 2 * 5 + 1); // in step 6, the second of which a checkpoint is made
    const resumed = await call("broken.safetensors");
    expect([broken.report.steps, broken.report.stopped, resumed.report.from]).to.deep.equal([6, "interrupt", 6]);
    expect([...broken.report.losses, ...resumed.report.losses]).to.deep.equal(straight.report.losses);
    expect([...broken.report.history, ...resumed.report.history]).to.deep.equal(straight.report.history);
    expect(resumed.report.best).to.deep.equal(straight.report.best);
    expect(resumed.report.stopped).to.equal(straight.report.stopped).and.equal("early");
    expect(resumed.weights).to.deep.equal(straight.weights);
    tf.dispose([x, y]);
    await rm(folder, { recursive: true });
  });

  it("asks for what it needs to resume, and refuses a checkpoint without early stopping's state", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cellwright-train-"));
    const checkpoint = { path: join(folder, "state.safetensors"), every: 5 };
    const { model, optimizer } = make(0);
    expect((await failure(() => walk(model, optimizer, rng(1), { resume: true }))).message).to.contain("resume needs a model and a checkpoint");
    await walk(model, optimizer, rng(1), { checkpoint });
    expect((await failure(() => walk(model, optimizer, rng(1), { checkpoint, resume: true, earlyStopping: { patience: 2 } }))).message).to.contain("holds no state of early stopping");
    expect((await walk(model, optimizer, rng(1), { checkpoint, resume: true })).steps).to.equal(0);
    await rm(folder, { recursive: true });
  });

  it("tells its throughput in steps and rows", async () => {
    const { model, optimizer } = make(0);
    const report = await walk(model, optimizer, rng(1), { accumulate: 3, steps: 4 });
    expect(report.itemsPerSecond / report.perSecond).to.be.closeTo(3 * 8, 1e-9);
    expect(summary(report)).to.match(/^loss \S+, \S+ steps\/s, \d+ rows\/s, \d+ tensors, \d+\.\d MB$/);
  });

  it("says that it computes in float32 where mixed precision is not to be had", async () => {
    const { model, optimizer } = make(0);
    expect((await walk(model, optimizer, rng(1), { precision: "bfloat16", compile: true })).precision).to.equal("float32");
  });

  it("takes the mean gradient of several batches: the step of one large batch", async () => {
    const [small, large] = [make(3), make(3)];
    const [one, other] = [line(rng(7)), line(rng(7))];
    const joined = function* (): Generator<Batch> {
      for (;;) {
        const parts = [other.next().value as Batch, other.next().value as Batch];
        yield { x: tf.concat(parts.map(({ x }) => x)), y: tf.concat(parts.map(({ y }) => y)) };
        tf.dispose(parts.map(({ x, y }) => [x, y]));
      }
    };
    const ours = await walk(small.model, small.optimizer, rng(0), { batches: one, accumulate: 2, steps: 5 });
    const theirs = await walk(large.model, large.optimizer, rng(0), { batches: joined(), steps: 5 });
    ours.losses.forEach((loss, i) => expect(loss).to.be.closeTo(theirs.losses[i] ?? NaN, 1e-5));
    expect((await failure(() => walk(small.model, small.optimizer, rng(0), { accumulate: 0 }))).message).to.contain("accumulate takes a whole number of batches");
  });

  it("finishes the step during which it is interrupted, and no other", async () => {
    const stop = new AbortController();
    const { model, optimizer } = make(0);
    let calls = 0;
    const loss = ({ x, y }: Batch): tf.Tensor => {
      if (++calls === 3) stop.abort();
      return tf.tidy(() => tf.mean(tf.square(tf.sub(model.forward(x), y))));
    };
    const report = await walk(model, optimizer, rng(1), { signal: stop.signal, loss });
    expect([report.steps, report.stopped]).to.deep.equal([3, "interrupt"]);
  });

  it("names the count of tensors that a step leaves", async () => {
    const { model, optimizer } = make(0);
    const loss = ({ x, y }: Batch): tf.Tensor => {
      tf.keep(tf.scalar(1));
      return tf.tidy(() => tf.mean(tf.square(tf.sub(model.forward(x), y))));
    };
    expect((await failure(() => walk(model, optimizer, rng(1), { loss }))).message).to.match(/^Step 2 left 1 tensor behind/);
  });

  it("names the parameter that is NaN, and the step", async () => {
    const { model, optimizer } = make(0);
    model.parameters().get("layers.1.bias")?.assign(tf.tensor1d([NaN]));
    expect((await failure(() => walk(model, optimizer, rng(1)))).message).to.match(/loss is NaN at step 1; the parameter "layers.1.bias" is not finite/);
  });
});
