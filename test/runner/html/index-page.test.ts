// The site's first page: cards and learning path, from what the lessons say of themselves.
import { expect } from "chai";
import type { Notebook, Output } from "../../../src/runner";
import { cardOf, prerequisites } from "../../../src/runner/html/card";
import { indexPage } from "../../../src/runner/html/index-page";
import { learningPath } from "../../../src/runner/html/learning-path";
import type { Lesson } from "../../../src/runner/html/lesson";

const head = (title: string, need: string): string => `# ${title}\n\n| | |\n|---|---|\n| **Goal** | Learn *this* |\n| **You need** | ${need} |\n| **Run time** | one minute |`;
const figure: Output = { output_type: "display_data", data: { "image/svg+xml": ["<svg/>"], "application/vnd.plotly.v1+json": {} }, metadata: { "image/svg+xml": { alt: "A curve" } } };

function notebook(source: string, outputs: Output[] = []): Notebook {
  const code = { cell_type: "code" as const, id: "f", metadata: {}, source: "plot()", outputs, execution_count: 1 };
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: "markdown", id: "head", metadata: {}, source }, code] };
}

function lesson(name: string, title: string, read: Notebook): Lesson {
  const result = { path: `en/${name}.ipynb`, output: "", outcome: "passed" as const, executed: 1, codeCells: 1, seconds: 2, device: "node" };
  return { result, notebook: read, page: `en/${name}.html`, language: "en", title };
}

const drawn = (source: string): string => `<pre>${source}</pre>`;
const page = indexPage([lesson("01-a", "1 · First: the start", notebook(head("1", "Nothing"), [figure])), lesson("02-b", "2 · Second", notebook(head("2", "[Lesson 1](01-a.ipynb), algebra")))], drawn);

describe("the site's first page", () => {
  it("has a card a lesson: figure with its words, goal, what it needs, how it ran", () => {
    expect(page.match(/<article class="card">/g)).to.have.length(2);
    expect(page).to.match(/<img src="data:image\/svg\+xml;base64,[^"]+" alt="A curve">/);
    expect(page).to.include("Learn <em>this</em>").and.to.include('You need: <a href="en/01-a.html">Lesson 1</a>, algebra').and.to.include("node · 2.0 s · passed");
  });

  it("draws which lesson builds on which", () => {
    expect(page).to.include('n0["1 · First"]').and.to.include("n0 --> n1").and.not.to.include("n1 --> n0");
  });

  it("names lessons that begin alike by what follows, and cuts a title at its colon or comma", () => {
    const titles = ["1 · First: the start", "6 · Applications: finance", "6 · Applications: health", "7 · Asked, and answered"];
    const steps = titles.map((title, i) => ({ name: `l${i}`, titles: [title], buildsOn: i > 0 ? ["l0"] : [] }));
    expect(learningPath(steps)?.split("\n").filter((line) => line.includes("["))).to.deep.equal(['  n0["1 · First"]', '  n1["6 · finance"]', '  n2["6 · health"]', '  n3["7 · Asked"]']);
    expect(learningPath([{ name: "a", titles: ["A"], buildsOn: ["elsewhere"] }])).to.equal(undefined);
  });

  it("shows only how they ran where the notebooks are no lessons", () => {
    const plain = indexPage([lesson("x", "X", notebook("# X"))], drawn);
    expect(plain).to.not.include("card").and.to.not.include("Learning path");
    expect(plain).to.include("<td>1/1</td>");
  });
});

describe("a card", () => {
  it("takes the figure of the cell tagged card before the first one", () => {
    const read = notebook(head("1", "Nothing"), [figure]);
    const other: Output = { ...figure, data: { ...figure.data, "image/svg+xml": "<svg id='2'/>" } };
    const tagged = { cell_type: "code" as const, id: "g", metadata: { tags: ["card"] }, source: "", outputs: [other], execution_count: 2 };
    expect(cardOf({ ...read, cells: [...read.cells, tagged] }).figure?.svg).to.equal("<svg id='2'/>");
  });

  it("knows the lessons that it builds on, each once", () => {
    expect(prerequisites({ need: "[1](01-a.ipynb), [again](01-a.ipynb#x), [2](./02-b.ipynb), [net](https://a.b/c)" })).to.deep.equal(["01-a", "02-b"]);
  });
});
