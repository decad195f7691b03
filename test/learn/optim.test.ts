// Optimisers against PyTorch's numbers and tf.train; clipping; schedules.
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { type Optimizer, type Parameters, adam, adamw, clipGradNorm, rmsprop, schedule, sgd } from "../../src/learn/optim";
import golden from "./golden/optim.json";

type Maker = (parameters: Parameters) => Optimizer;
const { cases, start, gradients } = golden;
const pair = ([a = 0, b = 0]: number[]): [number, number] => [a, b];
const MAKERS: Record<keyof typeof cases, Maker> = {
  sgd: (p) => sgd(p, cases.sgd.options),
  "sgd momentum weightDecay": (p) => sgd(p, cases["sgd momentum weightDecay"].options),
  "sgd nesterov": (p) => sgd(p, cases["sgd nesterov"].options),
  rmsprop: (p) => rmsprop(p, cases.rmsprop.options),
  adam: (p) => adam(p, { ...cases.adam.options, betas: pair(cases.adam.options.betas) }),
  adamw: (p) => adamw(p, cases.adamw.options),
};

async function walked(make: Maker): Promise<number[]> {
  const variable = tf.variable(tf.tensor1d(start));
  const optimizer = make(new Map([["w", variable]]));
  for (const gradient of gradients) tf.tidy(() => optimizer.step({ w: tf.tensor1d(gradient) }));
  return Array.from(await variable.data());
}

/** Where tf.train ends, on the same gradients: those of Σ gradient · w. */
async function walkedByTf(optimizer: tf.Optimizer): Promise<number[]> {
  const variable = tf.variable(tf.tensor1d(start));
  for (const gradient of gradients) optimizer.minimize(() => tf.sum(tf.mul(variable, gradient)).asScalar(), false, [variable]);
  return Array.from(await variable.data());
}

const expectClose = (actual: number[], expected: number[], tolerance: number): void =>
  expected.forEach((value, i) => expect(actual[i]).to.be.closeTo(value, tolerance));

describe("optim", () => {
  before(() => tf.setBackend("cpu"));

  for (const name of Object.keys(MAKERS) as (keyof typeof cases)[]) {
    it(`${name} walks as PyTorch's does`, async () => expectClose(await walked(MAKERS[name]), cases[name].end, 2e-5));
  }

  it("sgd, momentum, rmsprop and adam walk as tf.train's do", async () => {
    expectClose(await walked((p) => sgd(p, { lr: 0.1 })), await walkedByTf(tf.train.sgd(0.1)), 1e-5);
    expectClose(await walked((p) => sgd(p, { lr: 0.1, momentum: 0.9 })), await walkedByTf(tf.train.momentum(0.1, 0.9)), 1e-5);
    expectClose(await walked((p) => rmsprop(p, { lr: 0.05, alpha: 0.9, eps: 1e-8 })), await walkedByTf(tf.train.rmsprop(0.05, 0.9, 0, 1e-8)), 1e-4);
    expectClose(await walked((p) => adam(p, { lr: 0.1, betas: [0.8, 0.99] })), await walkedByTf(tf.train.adam(0.1, 0.8, 0.99, 1e-8)), 1e-4);
  });

  it("leaves no tensor behind but its averages, and frees those", () => {
    const variable = tf.variable(tf.tensor1d(start));
    const before = tf.memory().numTensors;
    const optimizer = adamw(new Map([["w", variable]]), { lr: 0.1 });
    tf.tidy(() => optimizer.step({ w: tf.tensor1d([1, 2, 3, 4]) }));
    expect(tf.memory().numTensors).to.equal(before + 2);
    optimizer.dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("refuses a negative learning rate by name", () => {
    expect(() => sgd(new Map(), { lr: -1 })).to.throw("lr must be 0 or more, not -1");
  });

  it("clips gradients to a norm together, and leaves short ones alone", async () => {
    const grads = { a: tf.tensor1d([3]), b: tf.tensor1d([4]) };
    clipGradNorm(grads, 1);
    expectClose([...(await grads.a.data()), ...(await grads.b.data())], [0.6, 0.8], 1e-5);
    clipGradNorm(grads, 10);
    expectClose([...(await grads.a.data())], [0.6], 1e-5);
  });

  it("warms up linearly and falls along a cosine to the minimum", () => {
    const rate = schedule.cosine({ lr: 1, warmup: 2, total: 12, min: 0.1 });
    expectClose([0, 1, 2, 7, 12, 99].map(rate), [0.5, 1, 1, 0.55, 0.1, 0.1], 1e-12);
  });
});
