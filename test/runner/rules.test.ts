// Which cells run, for how long, and whether they may fail.
import { expect } from "chai";
import { rulesFor, runnableCells } from "../../src/runner/rules";
import type { CodeCell, Notebook } from "../../src/runner";

const cell = (id: string, metadata: Record<string, unknown> = {}, source = "1"): CodeCell => ({ cell_type: "code", id, metadata, source, outputs: [], execution_count: null });
const tagged = (id: string, ...tags: string[]): CodeCell => cell(id, { tags });
const notebook = (cells: Notebook["cells"], metadata = {}): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata, cells });
const ids = (cells: ReturnType<typeof runnableCells>): string[] => cells.map(({ cell: { id }, number }) => `${id}:${number}`);

describe("the cells that run", () => {
  const cells = [cell("a"), { cell_type: "markdown" as const, id: "m", metadata: {}, source: "x" }, tagged("slow", "slow"), tagged("gpu", "gpu", "slow"), tagged("never", "skip-execution"), cell("empty", {}, " \n")];

  it("are all code cells that hold code, but those tagged skip-execution", () => expect(ids(runnableCells(notebook(cells), {}))).to.deep.equal(["a:1", "slow:3", "gpu:4"]));
  it("leave out what is to be skipped", () => expect(ids(runnableCells(notebook(cells), { skip: ["gpu", "none"] }))).to.deep.equal(["a:1", "slow:3"]));
  it("are only those that have a wanted tag", () => expect(ids(runnableCells(notebook(cells), { only: ["slow"], skip: ["gpu"] }))).to.deep.equal(["slow:3"]));
});

describe("a cell's time limit", () => {
  const all = { execution: { timeout: 20 } };
  const cases: [what: string, cell: CodeCell, metadata: object, cellTimeout: number | undefined, expected: number | undefined][] = [
    ["is the tag's", cell("a", { tags: ["timeout=1.5"], timeout: 10 }), all, 30, 1.5],
    ["else the cell's", cell("a", { timeout: 10 }), all, 30, 10],
    ["else the notebook's", cell("a"), all, 30, 20],
    ["else the command's", cell("a"), {}, 30, 30],
    ["is none where nobody says one", cell("a"), {}, undefined, undefined],
    ["is none where the nearest says 0", tagged("a", "timeout=0"), all, 30, undefined],
    ["does not come from what is no number", cell("a", { tags: ["timeout=soon"], timeout: "10" }), {}, 30, 30],
  ];
  for (const [what, one, metadata, cellTimeout, expected] of cases) it(what, () => expect(rulesFor(one, notebook([one], metadata), { cellTimeout }).timeout).to.equal(expected));
});

describe("a cell", () => {
  it("may fail by its tag, its notebook's metadata or the command's option only", () => {
    const plain = cell("a");
    expect(rulesFor(plain, notebook([plain]), {}).mayFail).to.equal(false);
    expect(rulesFor(tagged("a", "raises-exception"), notebook([]), {}).mayFail).to.equal(true);
    expect(rulesFor(plain, notebook([plain], { execution: { allow_errors: true } }), {}).mayFail).to.equal(true);
    expect(rulesFor(plain, notebook([plain]), { allowErrors: true }).mayFail).to.equal(true);
  });
});
