// The training loop: it learns, resumes bit for bit, stops on a signal, and names leaks and bad numbers.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { MLP } from "../../src/learn/nn";
import { type Optimizer, adamw } from "../../src/learn/optim";
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

const walk = (model: MLP, optimizer: Optimizer, random: Rng, more: Partial<TrainOptions<Batch>> = {}): Promise<TrainReport> =>
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
