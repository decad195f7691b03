// Reports for machines: GitHub's annotations, events as JSON lines.
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { githubAnnotations } from "../../src/runner/report/github";
import type { NotebookResult } from "../../src/runner";
import { contentOf, runCli, typescript, python, Workspace } from "./helpers";

describe("GitHub annotations", () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const failed = (path: string, traceback: string[]): NotebookResult => ({ path, output: "", outcome: "failed", executed: 1, codeCells: 1, seconds: 1, failure: { cell: 2, id: "bad", ename: "TypeError", evalue: "x", traceback } });
  const text = JSON.stringify({ cells: [{ id: "first", source: ["1"] }, { cell_type: "code", id: "bad", metadata: {}, source: ["const a = 1;\n", "throw a;"] }] }, null, 1);

  it("stand at the file, the cell and its line, with the trace as one line", () => {
    const path = workspace.path("n, a.ipynb");
    writeFileSync(path, text);
    const line = githubAnnotations([failed(path, ["\u001b[31mTypeError\u001b[0m: 100 %", "  at Cell [2], line 2"])], workspace.folder);
    const at = text.split("\n").findIndex((each) => each.includes("throw a")) + 1;
    expect(line).to.equal(`::error file=n%2C a.ipynb,line=${at},title=cell 2 (id bad)%3A TypeError::TypeError: 100 %25%0A  at Cell [2], line 2`);
  });

  it("stand at the cell's beginning where its line is not told, and at the file's where it cannot be read", () => {
    const path = workspace.path("m.ipynb");
    writeFileSync(path, text);
    const at = text.split("\n").findIndex((each) => each.includes('"bad"')) + 1;
    expect(githubAnnotations([failed(path, ["no place"])], workspace.folder)).to.include(`line=${at},`);
    expect(githubAnnotations([failed(workspace.path("none.ipynb"), [])], workspace.folder)).to.include("line=1,");
  });

  it("are none where nothing failed", () => expect(githubAnnotations([{ ...failed("a", []), failure: undefined, outcome: "passed" }])).to.equal(""));
});

const language = typescript.spec ? typescript : python;
(language.spec ? describe : describe.skip)("cellwright run", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  before(() => workspace.kernelspec("k", language.spec ?? {}));
  after(() => workspace.remove());

  it("writes events as JSON lines, and annotations where GitHub Actions runs it", async () => {
    const path = workspace.notebook("bad.ipynb", "k", [language.print("a"), language.fail]);
    const { code, stdout } = await runCli(["run", path, "--out", workspace.path("out"), "--quiet", "--jsonl", workspace.path("events", "e.jsonl")], { ...workspace.env, GITHUB_ACTIONS: "true" });
    expect(code).to.equal(1);
    expect(stdout).to.match(/^::error file=.*bad\.ipynb,line=\d+,title=cell 2 \(id c2\)%3A /m);
    const events = contentOf(workspace.path("events", "e.jsonl")).trim().split("\n").map((line) => JSON.parse(line) as { type: string; time: string; result?: { outcome: string } });
    expect(events.map(({ type }) => type)).to.deep.equal(["run-start", "notebook-start", "cell-start", "cell-end", "cell-start", "cell-end", "notebook-end"]);
    expect(events.at(-1)?.result?.outcome).to.equal("failed");
    expect(events.every(({ time }) => !Number.isNaN(Date.parse(time)))).to.equal(true);
  });

  it("says in one line that the events' file cannot be written, before anything runs", async () => {
    const path = workspace.notebook("good.ipynb", "k", [language.print("a")]);
    const { code, stdout, stderr } = await runCli(["run", path, "--out", workspace.path("out"), "--jsonl", `${path}/e.jsonl`], workspace.env);
    expect(code).to.equal(3);
    expect(stdout + stderr).to.match(/e\.jsonl: cannot be written/).and.to.not.match(/cells in/);
  });
});
