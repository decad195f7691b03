// Tokenizers: reversible, deterministic, and clear about what they cannot write.
import { expect } from "chai";
import { charTokenizer, publishedTokenizer, trainBpe } from "../../src/learn/text";

const poem = "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。";

describe("charTokenizer", () => {
  it("gives each character of the corpus one token and writes every text of them back", () => {
    const tokenizer = charTokenizer(poem);
    expect(tokenizer.size).to.equal(new Set(poem).size);
    expect(tokenizer.encode(poem)).to.have.length([...poem].length);
    expect(tokenizer.decode(tokenizer.encode(poem))).to.equal(poem);
  });

  it("numbers tokens in code-point order, whatever the corpus's order, characters beyond U+FFFF last", () => {
    expect(charTokenizer(["b𠀀", "\uFF0Ca"]).tokens).to.deep.equal(["a", "b", "\uFF0C", "𠀀"]);
    expect(charTokenizer("cba").encode("abc")).to.deep.equal([0, 1, 2]);
  });

  it("keeps the most frequent characters and writes the others as the unknown token", () => {
    const tokenizer = charTokenizer("月月月山山水", { most: 2, unknown: "□" });
    expect([...tokenizer.tokens].sort()).to.deep.equal(["□", "山", "月"].sort());
    expect(tokenizer.decode(tokenizer.encode("山水月"))).to.equal("山□月");
  });

  it("refuses an unknown character by name, an empty corpus, and an id outside the vocabulary", () => {
    expect(() => charTokenizer("ab").encode("a明")).to.throw(RangeError, "U+660E");
    expect(() => charTokenizer("")).to.throw(RangeError, "at least one character");
    expect(() => charTokenizer("ab").decode([2])).to.throw(RangeError, "vocabulary of 2 tokens");
    expect(() => charTokenizer("ab").decode([-1])).to.throw(RangeError, "outside");
  });
});

describe("trainBpe", () => {
  it("merges the most frequent pair first (the example of Sennrich et al.)", () => {
    const corpus = ["low ".repeat(5), "lower ".repeat(2), "newest ".repeat(6), "widest ".repeat(3)].join("");
    const { merges } = trainBpe(corpus, 11 + 3, { level: "character" });
    expect(merges.map((merge) => merge.merged)).to.deep.equal(["es", "est", "lo"]);
    expect(merges[0]).to.deep.equal({ left: "e", right: "s", merged: "es", count: 9 });
  });

  it("joins characters that stand together in Chinese verse, and never across a punctuation mark", () => {
    const tokenizer = trainBpe(poem.repeat(2), 40, { level: "character" });
    expect(tokenizer.tokens).to.include("明月");
    expect(tokenizer.tokens.filter((token) => /[，。].|.[，。]/u.test(token))).to.deep.equal([]);
  });

  it("at byte level writes back any text, seen in training or not", () => {
    const tokenizer = trainBpe(poem, 300);
    for (const text of [poem, "Grüße, 𠀀🙂!\t\r\n  x", "", "ब"]) expect(tokenizer.decode(tokenizer.encode(text))).to.equal(text);
    expect(tokenizer.tokens[0x41]).to.equal("A");
    expect(tokenizer.tokens[0xe6]).to.equal("<e6>");
  });

  it("counts overlapping repeats once, and stays consistent with encode", () => {
    const tokenizer = trainBpe("aaaaa aaaa", 4, { level: "character" });
    expect(tokenizer.encode("aaaa").length).to.be.below(4);
    expect(tokenizer.decode(tokenizer.encode("aaaaaaa"))).to.equal("aaaaaaa");
  });

  it("needs fewer tokens than characters on its own corpus, and is the same at each training", () => {
    const tokenizer = trainBpe(poem.repeat(3), 32, { level: "character" });
    expect(tokenizer.encode(poem).length).to.be.below([...poem].length);
    expect(trainBpe(poem.repeat(3), 32, { level: "character" }).tokens).to.deep.equal(tokenizer.tokens);
  });

  it("stops when no pair occurs twice", () => {
    expect(trainBpe("abc", 100, { level: "character" }).size).to.equal(3);
  });

  it("refuses a vocabulary smaller than its first tokens, and at character level an unseen character", () => {
    expect(() => trainBpe(poem, 100)).to.throw(RangeError, "at least the 256");
    expect(() => trainBpe("abab", 2.5, { level: "character" })).to.throw(RangeError, "got 2.5");
    expect(() => trainBpe("abab", 3, { level: "character" }).encode("abc")).to.throw(RangeError, "U+0063");
  });
});

describe("publishedTokenizer", () => {
  it("encodes as GPT-2 does, and back", async () => {
    const tokenizer = await publishedTokenizer("gpt2");
    expect(tokenizer.size).to.equal(50_256); // 50,257 with <|endoftext|>
    expect(tokenizer.encode("Hello world")).to.deep.equal([15496, 995]); // the ids that GPT-2's own encoder.py gives
    expect(tokenizer.decode(tokenizer.encode(poem))).to.equal(poem);
    expect(tokenizer.tokens[995]).to.equal(" world");
  });

  it("spends fewer tokens on Chinese with the later vocabularies", async () => {
    const [early, late] = await Promise.all([publishedTokenizer("gpt2"), publishedTokenizer("o200k_base")]);
    expect(late.encode(poem).length).to.be.below(early.encode(poem).length);
  });

  it("takes special-token spellings as plain text, and refuses ids outside", async () => {
    const tokenizer = await publishedTokenizer("cl100k_base");
    expect(tokenizer.decode(tokenizer.encode("<|endoftext|>"))).to.equal("<|endoftext|>");
    expect(() => tokenizer.decode([tokenizer.size])).to.throw(RangeError, "outside the vocabulary");
    expect(() => tokenizer.decode([1.5])).to.throw(RangeError, "1.5");
  });

  it("decodes each call afresh, half a character or not", async () => {
    const tokenizer = await publishedTokenizer("gpt2");
    const half = tokenizer.encode("明").slice(0, 1);
    expect(tokenizer.decode(half)).to.equal("\uFFFD");
    expect(tokenizer.decode(tokenizer.encode(poem))).to.equal(poem);
    expect(tokenizer.tokens[half[0] ?? -1]).to.match(/^<[0-9a-f]{2}>/);
  });

  it("names the choices when the vocabulary is unknown", async () => {
    // @ts-expect-error a name from outside the type, as plain JavaScript could give
    const error = await publishedTokenizer("gpt3").catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(RangeError);
    expect(String(error)).to.include("gpt2, cl100k_base, o200k_base");
  });
});
