// Executed outputs held against stored ones.
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { differences, type CompareOptions } from "../../../src/runner/compare/compare";
import { normalisersIn } from "../../../src/runner/compare/normalise";
import { near, sameJson, sameText } from "../../../src/runner/compare/texts";
import { UsageError, type Notebook, type Output } from "../../../src/runner";
import { code, outputsOf, python, runCli, textOf, typescript, Workspace } from "../helpers";

const stream = (text: string, name = "stdout"): Output => ({ output_type: "stream", name, text });
const shown = (data: Record<string, unknown>): Output => ({ output_type: "display_data", data, metadata: {} });
const notebook = (outputs: Output[], tags: string[] = []): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: "code", id: "c", metadata: { tags }, source: "", outputs, execution_count: 1 }] });
const found = (before: Output[], after: Output[], options: CompareOptions = {}, tags: string[] = []): string[] => differences(notebook(before, tags), notebook(after, tags), options).map(({ what }) => what);
const loose = { relative: 1e-3, absolute: 0 };

describe("numbers in texts", () => {
  const pairs: [a: string, b: string, same: boolean][] = [
    ["loss 0.12345 after 3 steps", "loss 0.12346 after 3 steps", true], ["loss 0.12", "loss 0.13", false], ["1e-5", "1.0001e-5", true], ["-2.0", "−2.0", true],
    ["a1 = 2", "a2 = 2", false], ["v1.2.3", "v1.2.4", false], ["1 2", "1 2 3", false], ["x 1.0 y", "z 1.0 y", false], ["nan", "nan", true],
  ];
  for (const [a, b, same] of pairs) it(`${a} ${same ? "is" : "is not"} ${b} at 0.1 %`, () => expect(sameText(a, b, loose)).to.equal(same));

  it("are near by the larger of both tolerances", () => {
    expect([near(100, 100.05, loose), near(0, 1e-9, loose), near(0, 1e-9, { relative: 0, absolute: 1e-8 }), near(NaN, NaN, loose)]).to.deep.equal([true, false, true, true]);
  });

  it("in JSON are compared in place", () => {
    expect(sameJson({ a: [1, { b: "x 2.0" }] }, { a: [1.0005, { b: "x 2.001" }] }, loose)).to.equal(true);
    for (const other of [{ a: [1, {}] }, { a: { 0: 1 } }, { a: [1, { b: null }] }, null]) expect(sameJson({ a: [1, { b: "x" }] }, other, loose)).to.equal(false);
  });
});

describe("outputs", () => {
  it("are the same however their streams are cut, whatever their colours and addresses", () => {
    expect(found([stream("a\n"), stream("b at 0x7fff12345678\n")], [stream("a\nb at 0x7aaa12345678\n")])).to.deep.equal([]);
    expect(found([stream("\u001b[31mred\u001b[0m 2026-01-01T10:00:00Z")], [stream("red 2026-02-02 11:11:11")])).to.deep.equal([]);
  });

  it("differ by mime type, each named", () => {
    expect(found([shown({ "text/plain": "1", "text/html": "<b>1</b>" })], [shown({ "text/plain": "1", "text/html": "<b>2</b>" })])).to.deep.equal(["output 1, text/html"]);
    expect(found([shown({ "text/plain": "1" })], [shown({ "text/plain": "1", "image/png": "AA" })])).to.deep.equal(["output 1, image/png"]);
    expect(found([shown({ "text/plain": "1", "image/png": "AA" })], [shown({ "text/plain": "1", "image/png": "BB" })], { ignore: ["image/png"] })).to.deep.equal([]);
  });

  it("differ in number", () => expect(found([stream("a")], [stream("a"), shown({})])).to.deep.equal(["number of outputs"]));

  it("are left alone where none are stored, and where the cell's tag says so", () => {
    expect(found([], [stream("new")])).to.deep.equal([]);
    expect(found([stream("a")], [stream("b")], {}, ["ignore-output"])).to.deep.equal([]);
  });

  it("are shown as a diff", () => {
    expect(differences(notebook([stream("a\nb\nc")]), notebook([stream("a\nB\nc")]))[0]?.diff.slice(-4)).to.deep.equal([" a", "-b", "+B", " c"]);
  });
});

describe("normalisers", () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  it("come from YAML, and are told by file where they are none", () => {
    writeFileSync(workspace.path("n.yaml"), "- pattern: 'took \\d+ ms'\n  replace: took\n");
    expect(found([stream("it took 3 ms")], [stream("it took 5 ms")], { normalisers: normalisersIn(workspace.path("n.yaml")) })).to.deep.equal([]);
    for (const text of ["- pattern: '('", "pattern: a", "- replace: a"]) {
      writeFileSync(workspace.path("bad.yaml"), text);
      expect(() => normalisersIn(workspace.path("bad.yaml"))).to.throw(UsageError, /bad\.yaml: expected a list of pattern and replace/);
    }
  });
});

const language = typescript.spec ? typescript : python;
(language.spec ? describe : describe.skip)("cellwright run --compare", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  before(() => workspace.kernelspec("k", language.spec ?? {}));
  after(() => workspace.remove());

  it("exits with 1 and shows the diff; a tolerance lets near numbers pass; the executed notebook is kept", async () => {
    const cell = { ...code(language.print("loss 0.50001"), "a"), outputs: [{ output_type: "stream", name: "stdout", text: "loss 0.5\n" }] };
    const path = workspace.notebook("stored.ipynb", "k", [cell]);
    const strict = await runCli(["run", path, "--out", workspace.path("out"), "--compare"], workspace.env);
    expect(strict.code, strict.stderr).to.equal(1);
    expect(strict.stdout).to.include("OutputDiffers").and.to.include("-loss 0.5\n+loss 0.50001").and.to.include("cell 1 (id a), output 1, stdout");
    expect(textOf(outputsOf(workspace.path("out", "stored.ipynb"))[0])).to.equal("loss 0.50001\n");
    const near = await runCli(["run", path, "--out", workspace.path("out"), "--compare", "--tolerance", "1e-3"], workspace.env);
    expect(near.code, near.stdout).to.equal(0);
  });
});
