// Words as tokens, and Chinese ones found by jieba, against Python's jieba (scripts/golden/words.py).
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { jieba, type Jieba, wordTokenizer } from "../../src/learn/text";
import { captureLog } from "./capture";
import { needsRegistry } from "./registry";

type Cuts = Record<"exact" | "plain" | "search", string[][]> & { texts: string[] };
const golden: Cuts = JSON.parse(readFileSync(join(__dirname, "golden", "jieba.json"), "utf8"));

describe("wordTokenizer", () => {
  it("numbers words by how often they occur, and writes them back", () => {
    const tokenizer = wordTokenizer("b a  b\nc b a");
    expect([tokenizer.size, tokenizer.tokens]).to.deep.equal([3, ["b", "a", "c"]]);
    expect(tokenizer.decode(tokenizer.encode("c b"))).to.equal("c b");
  });

  it("takes any way to cut, keeps the most frequent, and writes the others as the unknown token", () => {
    const tokenizer = wordTokenizer(["月月", "月山"], { split: (text) => [...text], most: 1, unknown: "□" });
    expect(tokenizer.decode(tokenizer.encode("月山月"))).to.equal("月□月");
  });

  it("refuses an unknown word by name, a corpus without words, and an id outside", () => {
    expect(() => wordTokenizer("a b").encode("a z")).to.throw(RangeError, 'The word "z" is not in the vocabulary');
    expect(() => wordTokenizer(" ")).to.throw(RangeError, "at least one word");
    expect(() => wordTokenizer("a").decode([1])).to.throw(RangeError, "vocabulary of 1 tokens");
  });
});

describe("jieba", function () {
  this.timeout(120_000);
  let words: Jieba;
  before(async function () {
    needsRegistry(this, "jieba-wasm@2.4.0");
    expect((await captureLog(async () => void (words = await jieba()))).at(-1)).to.match(/^jieba, Chinese word segmentation\. Licence MIT\./);
  });

  it("cuts as Python's jieba, with its hidden Markov model and without", () => {
    expect(golden.texts.map((text) => words.cut(text))).to.deep.equal(golden.exact);
    expect(golden.texts.map((text) => words.cut(text, { hmm: false }))).to.deep.equal(golden.plain);
  });

  it("finds the short words in long ones for searching, as Python's", () => {
    expect(golden.texts.map((text) => words.cut(text, { search: true }))).to.deep.equal(golden.search);
  });

  it("tells parts of speech, and learns a word", () => {
    expect(words.tag("我爱北京")).to.deep.equal([{ word: "我", tag: "r" }, { word: "爱", tag: "v" }, { word: "北京", tag: "ns" }]); // as jieba.posseg
    expect(words.cut("云原生内核")).not.to.include("云原生内核");
    words.add("云原生内核", 100_000);
    expect(words.cut("云原生内核")).to.deep.equal(["云原生内核"]);
  });

  it("makes a tokenizer of Chinese words", () => {
    const tokenizer = wordTokenizer(golden.texts, { split: (text) => words.cut(text) });
    expect(tokenizer.tokens).to.include.members(["清华大学", "梯度"]);
    expect(tokenizer.decode(tokenizer.encode(golden.texts[0] ?? ""))).to.equal(golden.texts[0]);
  });
});
