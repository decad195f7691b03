// Models against Hugging Face transformers and PyTorch: logits, loss and every gradient, on each device.
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { AlexNet, alexNetPresets, BERT, bertPresets, countParameters, GPT, Linear, LoRA, MLP, presets, ResNet, resNetPresets } from "../../src/learn/nn";
import { pretrained } from "../../src/learn/pretrained";
import { rng } from "../../src/learn/random";
import { devices, runOn, type TriedDevice } from "./devices";
import type { Distances } from "./golden/models-run";

const golden = join(__dirname, "golden");

/** In software WebGPU takes 5 s a model: all of them only in the full run. */
const tried = (device: TriedDevice, model: string): boolean => device.name !== "webgpu" || model === "resnet" || process.env.CELLWRIGHT_FULL === "1";

describe("models beside Hugging Face and PyTorch", function () {
  this.timeout(120_000);
  for (const device of devices()) {
    for (const model of ["bert", "bert-classifier", "gpt2", "llama", "gru", "lstm", "resnet", "alexnet"]) {
      if (!tried(device, model)) continue;
      (device.available ? it : it.skip)(`${model} has the same logits, loss and gradients on ${device.title}, to 1e-4`, async () => {
        const { logits, loss, gradients, more, leaked } = await runOn<Distances>(device, "models-run.ts", model);
        for (const distance of [logits, loss, gradients, more]) expect(distance).to.be.below(1e-4);
        expect(leaked).to.equal(0);
      });
    }
  }
});

describe("parameter counts", () => {
  const counts: [name: string, count: number, build: () => GPT | BERT | AlexNet | ResNet][] = [
    ["AlexNet, the paper's", 60_965_224, () => new AlexNet(alexNetPresets.paper)],
    ["AlexNet without groups", 62_378_344, () => new AlexNet(alexNetPresets.ungrouped)],
    ["AlexNet, one tower", 61_100_840, () => new AlexNet(alexNetPresets["one-tower"])],
    ["GPT-2", 124_439_808, () => new GPT(presets.gpt2)],
    ["BERT-base", 109_482_240, () => new BERT(bertPresets["bert-base"])],
    ["ResNet-18", 11_689_512, () => new ResNet(resNetPresets.resnet18)],
  ];
  for (const [name, count, build] of counts) it(`of ${name} is ${count.toLocaleString("en")}`, () => expect(countParameters(build)).to.equal(count));

  it("is what a model that was made has, and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    const build = (): MLP => new MLP({ sizes: [7, 5, 3] });
    const model = build();
    expect(countParameters(build)).to.equal(model.parameterCount());
    model.dispose();
    expect(tf.memory().numTensors).to.equal(before);
  });
});

describe("LoRA", () => {
  const build = (): GPT => new GPT({ vocab: 9, context: 5, layers: 1, heads: 2, width: 8, seed: 3 });
  const ids = (): tf.Tensor => tf.tensor2d([[1, 2, 3, 4]], undefined, "int32");
  const values = (model: GPT): Float32Array => tf.tidy(() => model.forward(ids()).dataSync() as Float32Array);

  it("changes nothing at the start, trains only its own matrices, and merges into the same results", () => {
    const model = build();
    const before = values(model);
    const lora = new LoRA(model, { rank: 2, alpha: 4, targets: ["c_attn", "c_fc"] });
    expect(values(model)).to.deep.equal(before);
    expect([...lora.parameters().keys()]).to.deep.equal(["h.0.attn.c_attn.lora_A", "h.0.attn.c_attn.lora_B", "h.0.mlp.c_fc.lora_A", "h.0.mlp.c_fc.lora_B"]);
    expect(lora.parameterCount()).to.equal(2 * (8 + 24) + 2 * (8 + 32));
    const { value, grads } = lora.gradients(() => tf.mean(tf.square(model.forward(ids()))));
    expect(Object.keys(grads)).to.have.length(4);
    const slope = grads["h.0.attn.c_attn.lora_B"];
    expect(Math.max(...(slope?.abs().dataSync() ?? []))).to.be.above(0);
    tf.dispose([value, grads]);
    const random = rng(1);
    for (const parameter of lora.parameters().values()) parameter.assign(tf.tensor(random.normals(parameter.size, 0.3), parameter.shape));
    const adapted = values(model);
    expect(adapted).to.not.deep.equal(before);
    lora.merge();
    for (const [i, value] of values(model).entries()) expect(value).to.be.closeTo(adapted[i] ?? NaN, 1e-5);
    tf.dispose([...lora.parameters().values()]);
    model.dispose();
  });

  it("detaches, and names what it cannot adapt", () => {
    const model = build();
    const before = values(model);
    const lora = new LoRA(model, { rank: 1 });
    expect(() => new LoRA(model, { rank: 1 })).to.throw("has an adapter already");
    lora.detach();
    expect(values(model)).to.deep.equal(before);
    expect(() => new LoRA(model, { rank: 1, targets: ["nowhere"] })).to.throw("No linear layer is called nowhere; there are h.0.attn.c_attn");
    expect(model.layers(Linear).size).to.equal(5);
  });
});

describe("generation with kept keys and values", () => {
  it("makes the tokens that whole forward passes make, within the context and past it", async () => {
    const model = new GPT({ vocab: 17, context: 8, layers: 2, heads: 2, width: 8, seed: 5, tied: true });
    for (const parameter of model.parameters().values()) parameter.assign(tf.mul(parameter, 8)); // else one token wins everywhere
    const before = tf.memory().numTensors;
    const text = [3, 1];
    for await (const token of model.generate([3, 1], { tokens: 12, temperature: 0 })) {
      const window = text.slice(-8);
      const best = tf.tidy(() => tf.argMax(tf.slice(model.forward(tf.tensor2d([window], undefined, "int32")), [0, window.length - 1, 0], [1, 1, -1]), -1).dataSync()[0]);
      expect(token, `after ${text.join(" ")}`).to.equal(best);
      text.push(token);
    }
    expect(new Set(text).size).to.be.above(3);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it("leaves nothing behind when its reader stops", async () => {
    const model = new GPT({ vocab: 5, context: 6, layers: 1, heads: 1, width: 4 });
    const before = tf.memory().numTensors;
    for await (const token of model.generate([1], { tokens: 5 })) if (token >= 0) break;
    expect(tf.memory().numTensors).to.equal(before);
  });
});

describe("pretrained", () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "cellwright-pretrained-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const copy = (...files: string[]): void => files.forEach((file) => copyFileSync(join(golden, "bert", file), join(folder, file)));
  const said = (work: Promise<unknown>): Promise<string> => work.then(() => "loaded", (error: Error) => error.message);

  it("says what is missing, cut short, of another kind or without its head", async () => {
    expect(await said(pretrained.bert(folder))).to.match(/config\.json is missing: the folder should hold config\.json and model\.safetensors/);
    copy("config.json");
    expect(await said(pretrained.bert(folder))).to.match(/model\.safetensors is missing/);
    expect(await said(pretrained.gpt2(folder))).to.match(/config\.json: model_type: Invalid type: Expected "gpt2" but received "bert"/);
    copy("model.safetensors");
    expect(await said(pretrained.bert(folder, { pooler: true }))).to.match(/has no "pooler\.dense\.weight" or "bert\.pooler\.dense\.weight": it is no such model, or one without this part/);
    expect(await said(pretrained.bert(folder, { pooler: false }))).to.equal("loaded");
    writeFileSync(join(folder, "model.safetensors"), readFileSync(join(golden, "bert", "model.safetensors")).subarray(0, 9000));
    expect(await said(pretrained.maskedLM(folder))).to.match(/is cut short/);
    writeFileSync(join(folder, "config.json"), "{");
    expect(await said(pretrained.maskedLM(folder))).to.match(/config\.json is no JSON/);
  });
});
