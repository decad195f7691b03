// Every lesson keeps every point; and the checker notices each point broken.
import { expect } from "chai";
import { type Cell, type Lesson, lessonNames, loadLesson, type Notebook } from "./notebook";
import { rules } from "./lesson-checker";
import { hanShare, measuredNumbers } from "./prose";
import { declaredNames, mentions, untranslated } from "./code";
import { exercisesOf } from "./exercises";

describe("lessons", () => {
  for (const name of lessonNames()) {
    describe(name, () => {
      for (const [point, rule] of Object.entries(rules)) {
        it(`keeps ${point}`, () => expect(rule(loadLesson(name))).to.deep.equal([]));
      }
    });
  }
});

type Edit = (cell: Cell) => Partial<Cell>;
const editing = (notebook: Notebook, id: RegExp, edit: Edit): Notebook => ({ ...notebook, cells: notebook.cells.map((cell) => (id.test(cell.id) ? { ...cell, ...edit(cell) } : cell)) });
const both = (id: RegExp, edit: Edit) => ({ en, zh, name }: Lesson): Lesson => ({ name, en: editing(en, id, edit), zh: editing(zh, id, edit) });
const onlyZh = (id: RegExp, edit: Edit) => ({ en, zh, name }: Lesson): Lesson => ({ name, en, zh: editing(zh, id, edit) });
const replacing = (from: string | RegExp, to: string): Edit => ({ source }) => ({ source: source.replaceAll(from, to) });
const adding = (text: string): Edit => ({ source }) => ({ source: `${source}\n${text}` });
const without = (id: RegExp) => ({ en, zh, name }: Lesson): Lesson => {
  const rest = (notebook: Notebook): Notebook => ({ ...notebook, cells: notebook.cells.filter((cell) => !id.test(cell.id)) });
  return { name, en: rest(en), zh: rest(zh) };
};

const calm = (source: string): string => source.replace(/\b(check|close|shape|gradientCheck|exercise)\(/g, "console.log(");

// each edit breaks the point that stands before it
const breaks: [point: string, what: string, edit: (lesson: Lesson) => Lesson][] = [
  ["format", "an older notebook format", (lesson) => ({ ...lesson, en: { ...lesson.en, nbformat_minor: 4 } })],
  ["format", "a cell id twice", both(/^setup$/, () => ({ id: "head" }))],
  ["1 header", "a header without its run time", both(/^head$/, replacing(/Run time|运行时间/g, ""))],
  ["1 header", "no switch of language", both(/^head$/, replacing(/\.\.\/(en|zh)\//g, ""))],
  ["1 header", "an unnamed author", both(/^head$/, replacing("Zen and the Art", ""))],
  ["2 question", "no question", both(/./, replacing(/[?？]/g, "."))],
  ["2 question", "no prediction", both(/./, replacing(/predict|预测/gi, ""))],
  ["3 short cells", "a cell of 16 lines", both(/^leak-check$/, adding("//\n".repeat(15)))],
  ["3 names", "a name declared in two cells", both(/^leak-check$/, adding("const seed = 1;"))],
  ["3 names", "using at a cell's top level", both(/^leak-check$/, adding("using held = hold();"))],
  ["4 formulas", "a formula that KaTeX cannot set", both(/^question$/, adding("$\\frac{1}{$"))],
  ["4 formulas", "a formula that is not closed", both(/^question$/, adding("It costs $\\alpha and no more."))],
  ["4 derivations", "a derivation that no cell confirms", both(/./, ({ cell_type, source }) => (cell_type === "code" ? { source: calm(source) } : {}))],
  ["5 by hand, then library", "no comparison with the library", both(/./, ({ cell_type, source }) => (cell_type === "code" ? { source: calm(source) } : {}))],
  ["6 concepts checked", "sections without checks", both(/./, ({ cell_type, source }) => (cell_type === "code" ? { source: calm(source) } : {}))],
  ["7 numbers", "a measured number typed into the prose", both(/^question$/, adding("Accuracy: 97.3."))],
  ["7 numbers", "a percentage typed into the prose", both(/^question$/, adding("快了 12%。"))],
  ["8 figures", "a figure without alt text", both(/./, replacing(/\balt:/g, "caption:"))],
  ["8 figures", "an axis without title", both(/./, replacing(/(^|[,{] )\s*y: t\(/gm, "$1z: t("))],
  ["8 figures", "no interactive figure", both(/./, replacing("plot.steps(", "plot("))],
  ["8 figures", "no flow chart", both(/./, replacing(/mermaid/g, "drawing"))],
  ["9 four exercises", "too few exercises", both(/./, () => ({ metadata: { tags: [] } }))],
  ["9 complete", "an exercise without hints", both(/./, replacing(/\bwhen:/g, "if:"))],
  ["9 complete", "an exercise without stub", both(/./, replacing("// stub:", "//"))],
  ["9 hidden solution", "a solution not hidden", both(/./, replacing("<details>", ""))],
  ["9 hidden solution", "another solution than the cell's", both(/./, replacing("// end solution", "// shorter\n// end solution"))],
  ["9 independent", "a cell that needs an exercise's answer", ({ en, zh, name }) => ({ name, en: editing(en, /^leak-check$/, adding(`check("", ${declaredNames(exercisesOf(en)[0]?.solution ?? "")[0]});`)), zh })],
  ["10 closing", "no summary", without(/^end-summary$/)],
  ["10 closing", "a short list of words", both(/^end-jargon$/, ({ source }) => ({ source: source.split("\n").slice(0, 6).join("\n") }))],
  ["10 closing", "a quiz of four", both(/^end-quiz$/, replacing("5. ", ""))],
  ["10 closing", "no citation of the article", both(/^end-references$/, replacing("Zen", ""))],
  ["11 reproducible", "no seed", both(/./, replacing(/\bseed\b/g, "chance"))],
  ["11 reproducible", "unseeded randomness", both(/^setup$/, adding("Math.random();"))],
  ["11 reproducible", "no leak check at the end", without(/^leak-check$/)],
  ["11 no outputs", "outputs committed", both(/^setup$/, () => ({ outputs: [{}] }))],
  ["12 budget", "no smoke scale", both(/./, replacing(/\bscale\(/g, "Math.max("))],
  ["12 budget", "a slow cell without a dated record", both(/^setup$/, ({ metadata }) => ({ metadata: { ...metadata, tags: ["slow"] } }))],
  ["13 parity", "code that differs", onlyZh(/^setup$/, adding("1"))],
  ["13 parity", "a cell missing in one language", (lesson) => ({ ...lesson, zh: { ...lesson.zh, cells: lesson.zh.cells.slice(0, -1) } })],
  ["13 parity", "a formula missing in one language", onlyZh(/^end-summary$/, replacing(/\$[^$]+\$/g, ""))],
  ["13 parity", "a heading missing in one language", onlyZh(/^end-summary$/, replacing("## ", ""))],
  ["13 language", "English left in the Chinese lesson", (lesson) => ({ ...lesson, zh: lesson.en })],
  ["13 punctuation", "ASCII punctuation between Chinese characters", onlyZh(/^question$/, adding("先看,再想"))],
  ["13 punctuation", "straight quotes about Chinese words", onlyZh(/^question$/, adding('这叫"梯度"。'))],
  ["13 texts", "a text in one language only", both(/^setup$/, adding('t({ en: "a word" });'))],
  ["13 texts", "a check named in English only", both(/^setup$/, adding('check("the sum is right", true);'))],
  ["13 texts", "English in the Chinese text", both(/^setup$/, adding('t({ en: "Some more words", zh: "Some more words" });'))],
];

describe("the lesson checker", () => {
  for (const [point, what, edit] of breaks) {
    it(`(${point}) notices ${what}`, () => expect(rules[point]?.(edit(loadLesson("04-mathematics")))).not.to.be.empty);
  }

  it("has a broken copy for each of its rules", () => {
    expect(Object.keys(rules)).to.have.members([...new Set(breaks.map(([point]) => point))]);
  });

  it("lets pass numbers that nobody measured", () => {
    expect(measuredNumbers("In 1986, section 4.3, `0.5`, $0.25$, 第 5.2 节, 12 layers, [arXiv:1412.6980](https://arxiv.org/abs/1412.6980), Node 20.19.")).to.deep.equal([]);
    expect(measuredNumbers("It took 30 ms, 3 % less, 1,024 and 0.5.")).to.have.length(4);
  });

  it("counts Chinese characters outside of code and formulas", () => {
    expect(hanShare("梯度 `gradient` $x$")).to.equal(1);
    expect(hanShare("gradient")).to.equal(0);
    expect(hanShare("")).to.equal(0);
  });

  it("finds the names that a cell declares", () => {
    expect(declaredNames('import { a, b as c } from "x"; const { d, e: [f] } = g, h = (i) => i; function j() { const k = 1; } type L = M; class N {}')).to.deep.equal(["a", "c", "d", "f", "h", "j", "L", "N"]);
  });

  it("finds where a name is used, and not where a property is called so", () => {
    expect(["f(1)", "({ f })", "g[f]", "() => f"].filter((source) => mentions(source, "f"))).to.have.length(4);
    expect(["a.f", "({ f: 1 })", "const g = 1"].filter((source) => mentions(source, "f"))).to.deep.equal([]);
  });

  it("finds words outside of t", () => {
    expect(untranslated('check("the sum", true); t({ en: "two words", zh: "两个词" }); f("x");')).to.deep.equal(['"the sum"']);
  });
});
