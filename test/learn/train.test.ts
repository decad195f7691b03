// The training loop: it learns, resumes bit for bit, stops on a signal, and names leaks and bad numbers.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { CNN, MLP, type Module } from "../../src/learn/nn";
import { type Optimizer, adamw, schedule } from "../../src/learn/optim";
import { type Rng, rng } from "../../src/learn/random";
import { type TrainOptions, type TrainReport, loadCheckpoint, saveCheckpoint, train } from "../../src/learn/train";
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
