// Artefacts: trained once, taken by the next run of the same cells, with one line that says so.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { artefact } from "../../src/learn/artefact";
import { MLP } from "../../src/learn/nn";
import { adamw } from "../../src/learn/optim";
import { rng } from "../../src/learn/random";
import { captureLog, failure } from "./capture";

describe("artefact", () => {
  let folder: string;
  before(() => tf.setBackend("cpu"));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "artefact-"));
    process.env.CELLWRIGHT_ARTEFACTS = folder;
  });
  afterEach(() => {
    delete process.env.CELLWRIGHT_ARTEFACTS;
    rmSync(folder, { recursive: true });
  });

  /** Trains for one step with a drawn number; `ran` counts how often. */
  const lesson = async (ran: { times: number }): Promise<{ value: { loss: number }; outputs: number[]; next: number }> => {
    const [model, random] = [new MLP({ sizes: [2, 3, 1], activation: "tanh", seed: 1 }), rng(4)];
    const optimizer = adamw(model.parameters(), { lr: 0.1 });
    const value = await artefact("net", { model, optimizer, random }, () => {
      ran.times++;
      const { value: loss, grads } = model.gradients(() => tf.mean(tf.square(model.forward(tf.tensor2d([[random.uniform(), 1]])))));
      optimizer.step(grads);
      const number = loss.dataSync()[0] ?? NaN;
      tf.dispose([loss, grads]);
      return { loss: number };
    });
    const output = tf.tidy(() => model.forward(tf.tensor2d([[1, 2]])));
    const outputs = Array.from(await output.data());
    tf.dispose([output, ...model.parameters().values()]);
    optimizer.dispose();
    return { value, outputs, next: random.uniform() };
  };

  it("runs once, and gives a second run the value, the weights and the generator's place", async () => {
    const ran = { times: 0 };
    const first = await lesson(ran);
    const said = await captureLog(async () => expect(await lesson(ran)).to.deep.equal(first));
    expect(ran.times).to.equal(1);
    expect(said.join("\n")).to.match(/net: taken from this lesson's other run, 20\d\d-\d\d-\d\d \d\d:\d\d UTC/);
  });

  it("runs each time without a folder", async () => {
    delete process.env.CELLWRIGHT_ARTEFACTS;
    const ran = { times: 0 };
    expect(await lesson(ran)).to.deep.equal(await lesson(ran));
    expect(ran.times).to.equal(2);
  });

  it("refuses a value that a file would change", async () => {
    for (const value of [NaN, Float32Array.of(1), { when: new Date() }, () => 1]) {
      expect((await failure(() => artefact("odd", {}, () => value))).message).to.match(/artefact "odd": its value is not plain JSON/);
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("refuses the weights of another model by name", async () => {
    await artefact("net", { model: new MLP({ sizes: [2, 3, 1], activation: "tanh", seed: 1 }) }, () => null);
    const other = new MLP({ sizes: [2, 4, 1], activation: "tanh", seed: 1 });
    expect((await failure(() => artefact("net", { model: other }, () => null))).message).to.match(/is \[2, 3\] in the weights and \[2, 4\] in the model/);
  });
});
