// What is done to notebooks without running them.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { fromScript, toScript } from "../../../src/runner/edit/script";
import { hasOutputs, stripped } from "../../../src/runner/edit/strip";
import { readNotebook, UsageError, type Notebook } from "../../../src/runner";
import { code, contentOf, markdown, pythonWith, root, runCli, Workspace } from "../helpers";

const lessons = readdirSync(join(root, "notebooks", "en")).filter((name) => name.endsWith(".ipynb")).map((name) => join(root, "notebooks", "en", name));

describe("scripts", () => {
  for (const path of lessons) {
    it(`${path.split(/[/\\]/).at(-1)} comes back from one as it was`, () => {
      const notebook = readNotebook(path);
      expect(fromScript(toScript(notebook, "ts"), "ts")).to.deep.equal(stripped(notebook));
    });
  }

  it("keep what is hard: marks in code, blank lines at both ends, raw cells", () => {
    const cells: Notebook["cells"] = ["// %% not a mark\n  // \\%% nor this", "\n\nx\n\n", ""].map((source, i) => ({ cell_type: "code", id: `c${i}`, metadata: {}, source, outputs: [], execution_count: null }));
    const notebook: Notebook = { nbformat: 4, nbformat_minor: 5, metadata: { a: 1 }, cells: [...cells, { cell_type: "raw", id: "r", metadata: { tags: ["t"] }, source: "a\n\n  b" }] };
    expect(fromScript(toScript(notebook, "ts"), "ts")).to.deep.equal(notebook);
  });

  it("are refused with text before the first mark, and by an unknown end of the name", () => {
    expect(() => fromScript("x\n// %%\n", "ts")).to.throw(UsageError, 'text before its first mark "// %%"');
    expect(() => fromScript("", "rb")).to.throw(UsageError, "a script's name ends in .ts, .js, .py, not .rb");
  });

  const jupytext = pythonWith("jupytext");
  (jupytext ? it : it.skip)(`are read by jupytext as the same cells${jupytext ? "" : " (missing: Python's jupytext)"}`, () => {
    const program = "import sys, json, jupytext\nnb = jupytext.reads(sys.stdin.read(), fmt='py:percent')\nprint(json.dumps([[c.cell_type, c.source] for c in nb.cells]))";
    const script = '# %% [markdown] {"id":"m"}\n# # Title\n#\n# text\n\n# %% {"id":"c"}\nx = 1\nprint(x)\n';
    const theirs: unknown = JSON.parse(execFileSync(jupytext ?? "", ["-c", program], { input: script, encoding: "utf8" }));
    expect(fromScript(script, "py").cells.map(({ cell_type, source }) => [cell_type, source])).to.deep.equal(theirs);
  }).timeout(30_000);
});

describe("cellwright notebook", function () {
  this.timeout(120_000);
  const workspace = new Workspace();
  const ran = { ...code("1", "a", { tags: ["x"], execution: { "iopub.status.busy": "…" } }), outputs: [{ output_type: "stream", name: "stdout", text: "1" }], execution_count: 3 };
  let path = "";
  beforeEach(() => (path = workspace.notebook("n.ipynb", "k", [markdown("# T", "m"), code("let lr = 0.1; // @param rate", "p"), ran])));
  after(() => workspace.remove());
  const cli = (...args: string[]): ReturnType<typeof runCli> => runCli(["notebook", ...args], workspace.env);

  it("strip --check tells, --in-place mends, and then there is nothing to do", async () => {
    expect(await cli("strip", "--check", path)).to.include({ code: 1 });
    expect(await cli("strip", "--in-place", path)).to.include({ code: 0, stdout: `${path}\n` });
    expect(hasOutputs(readNotebook(path))).to.equal(false);
    expect(readNotebook(path).cells[2]?.metadata).to.deep.equal({ tags: ["x"] });
    expect(await cli("strip", "--check", path)).to.include({ code: 0 });
    expect(await cli("strip", "--in-place", path)).to.include({ code: 0, stdout: "" });
  });

  it("strip writes elsewhere, and wants to know where", async () => {
    const before = contentOf(path);
    expect(await cli("strip", path, "--out", workspace.path("clean"))).to.include({ code: 0 });
    expect([contentOf(path), hasOutputs(readNotebook(workspace.path("clean", "n.ipynb")))]).to.deep.equal([before, false]);
    const { code: exit, stderr } = await cli("strip", path);
    expect([exit, stderr]).to.deep.equal([2, "cellwright: strip: expected either --out DIR or --in-place\n"]);
  });

  it("validate names each fault in a line", async () => {
    writeFileSync(workspace.path("broken.ipynb"), "{");
    workspace.notebook("twice.ipynb", "k", [code("1", "a"), code("2", "a")]);
    const { code: exit, stdout } = await cli("validate", path, workspace.path("broken.ipynb"), workspace.path("twice.ipynb"));
    expect(exit).to.equal(2);
    expect(stdout.trim().split("\n")).to.have.length(2);
    expect(stdout).to.match(/broken\.ipynb: not a notebook/).and.to.match(/twice\.ipynb: the cell id "a" is there twice/);
    expect(await cli("validate", path)).to.include({ code: 0, stdout: "" });
  });

  it("list shows cells, tags and parameters", async () => {
    const { stdout } = await cli("list", path);
    expect(stdout).to.match(/n\.ipynb: 3 cells\n +1 +markdown +m +# T\n +2 +code +p +let lr/).and.to.match(/#x {2}1/).and.to.match(/--param lr=0\.1 {2}\(number\) {2}rate/);
    expect(JSON.parse((await cli("list", path, "--json")).stdout)).to.have.nested.property("[0].parameters[0].name", "lr");
  });

  it("script and from-script go there and back", async () => {
    expect(await cli("script", path, "--out", workspace.path("s"))).to.include({ code: 0 });
    expect(readFileSync(workspace.path("s", "n.ts"), "utf8")).to.include("// # T").and.to.include("let lr = 0.1;");
    expect(await cli("from-script", workspace.path("s", "n.ts"), "--out", workspace.path("back"))).to.include({ code: 0 });
    expect(readNotebook(workspace.path("back", "n.ipynb"))).to.deep.equal(stripped(readNotebook(path)));
    mkdirSync(workspace.path("bad"), { recursive: true });
    writeFileSync(workspace.path("bad", "x.ts"), "no mark");
    const { code: exit, stderr } = await cli("from-script", workspace.path("bad", "x.ts"), "--out", workspace.path("back"));
    expect(exit).to.equal(2);
    expect(stderr.trim()).to.match(/x\.ts: the script has text before its first mark/).and.to.not.contain("\n");
  });
});
