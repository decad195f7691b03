// Whole notebooks on real kernels: results, tags, time limits, deaths.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { expect } from "chai";
import { run, type NotebookResult, type RunEvent, type RunOptions } from "../../src/runner";
import { code, codeCells, contentOf, markdown, outputsOf, python, pythonWith, runCli, textOf, typescript, Workspace, type Language } from "./helpers";

for (const language of [python, typescript]) {
  const suite = language.spec ? describe : describe.skip;
  suite(`notebooks on ${language.name}${language.spec ? "" : " (missing)"}`, function () {
    this.timeout(90_000);
    const workspace = new Workspace();
    before(() => workspace.kernelspec("k", language.spec ?? {}));
    after(() => workspace.remove());

    const runOne = async (name: string, cells: readonly (string | object)[], options: Partial<RunOptions> = {}): Promise<NotebookResult & { events: RunEvent[] }> => {
      const events: RunEvent[] = [];
      const [result] = await run([workspace.notebook(`${name}.ipynb`, "k", cells)], { out: workspace.path("out"), env: workspace.env, ...options }, (event) => events.push(event));
      if (!result) throw new Error("no result");
      return { ...result, events };
    };
    tests(language, workspace, runOne);
  });
}

type RunOne = (name: string, cells: readonly (string | object)[], options?: Partial<RunOptions>) => Promise<NotebookResult & { events: RunEvent[] }>;

function tests(language: Language, workspace: Workspace, runOne: RunOne): void {
  const { print, fail, forever, die, lines } = language;

  it("run in order, keep Markdown, leave the source untouched, record times, validate", async () => {
    const cells = [markdown("# 标题", "m"), print("中文 \u001b[31mred\u001b[0m"), "1 + 1"];
    const source = workspace.notebook("plain.ipynb", "k", cells);
    const before = contentOf(source);
    const result = await runOne("plain", cells);
    expect(contentOf(source)).to.equal(before);
    expect(result).to.include({ outcome: "passed", executed: 2, codeCells: 2 });
    const [first, second] = codeCells(result.output);
    expect(textOf(first?.outputs)).to.equal("中文 \u001b[31mred\u001b[0m\n");
    expect(second?.outputs[0]).to.deep.include({ output_type: "execute_result", execution_count: 2 });
    expect(first?.metadata["execution"]).to.have.all.keys("iopub.status.busy", "iopub.execute_input", "iopub.status.idle", "shell.execute_reply");
    validate(result.output);
    expect(result.events.map(({ type }) => type).filter((type) => type !== "output")).to.deep.equal(["run-start", "notebook-start", "cell-start", "cell-end", "cell-start", "cell-end", "notebook-end"]);
  });

  it("keep 20,000 lines in one output, complete and in order", async () => {
    const { output } = await runOne("lines", [lines(20_000), print("next")]);
    const [first, second] = outputsOf(output);
    expect(first).to.have.length(1);
    expect(textOf(first)).to.equal(Array.from({ length: 20_000 }, (_, i) => `${i}\n`).join(""));
    expect(textOf(second)).to.equal("next\n");
  });

  it("stop at an error, named with cell, id and place; earlier outputs stay, older ones do not", async () => {
    const stale = { ...code(print("z"), "last"), outputs: [{ output_type: "stream", name: "stdout", text: "stale" }] };
    const result = await runOne("fail", [markdown("m", "m"), print("a"), code(fail, "broken"), stale]);
    expect(result, JSON.stringify(result.failure)).to.include({ outcome: "failed", executed: 2, codeCells: 3 });
    expect(result.failure).to.include({ cell: 3, id: "broken" });
    expect(result.failure?.evalue).to.include("broken 中文");
    expect(result.failure?.traceback.join("\n")).to.include("broken 中文");
    const [first, second, third] = outputsOf(result.output);
    expect(textOf(first)).to.equal("a\n");
    expect(second?.at(-1)?.output_type).to.equal("error");
    expect(third).to.deep.equal([]);
    validate(result.output);
  });

  it("go on after a cell tagged raises-exception and leave out one tagged skip-execution", async () => {
    const result = await runOne("tags", [code(fail, "a", { tags: ["raises-exception"] }), code(fail, "b", { tags: ["skip-execution"] }), print("after")]);
    expect(result).to.include({ outcome: "passed", executed: 2, codeCells: 2 });
    const [first, second, third] = outputsOf(result.output);
    expect(first?.at(-1)?.output_type).to.equal("error");
    expect(second).to.deep.equal([]);
    expect(textOf(third)).to.equal("after\n");
  });

  it("end a cell at its time limit and keep what it has said", async () => {
    const result = await runOne("cell-limit", [code(forever, "slow"), print("never")], { cellTimeout: 1.5 });
    expect(result.outcome).to.equal("timeout");
    expect(result.failure).to.include({ cell: 1, id: "slow", ename: "CellTimeout" });
    expect(textOf(outputsOf(result.output)[0])).to.include("before");
    expect(result.seconds).to.be.below(10);
    validate(result.output);
  });

  it("end a notebook at its time limit", async () => {
    const result = await runOne("limit", [print("quick"), forever], { timeout: 4 });
    expect(result.outcome).to.equal("timeout");
    expect(result.failure).to.include({ cell: 2, ename: "NotebookTimeout" });
    expect(result.seconds).to.be.below(12);
  });

  it("name the cell in which the kernel died, within two seconds", async () => {
    const result = await runOne("dead", [print("a"), code(die, "deadly"), print("b")]);
    expect(result.outcome).to.equal("died");
    expect(result.failure).to.include({ cell: 2, id: "deadly", ename: "DeadKernel" });
    const starts = result.events.filter(({ type }) => type === "cell-start").length;
    expect(starts).to.equal(2);
    expect(textOf(outputsOf(result.output)[0])).to.equal("a\n");
    expect(outputsOf(result.output)[1]?.at(-1)).to.include({ output_type: "error", ename: "DeadKernel" });
    expect(result.seconds).to.be.below(10);
  });

  it("stop when told to, with a valid notebook and no kernel left", async () => {
    const controller = new AbortController();
    const path = workspace.notebook("stop.ipynb", "k", [print("a"), code(forever, "slow")]);
    const started = (event: RunEvent): void => void (event.type === "cell-start" && event.cell === 2 && setTimeout(() => controller.abort(), 300));
    const [result, waiting] = await run([path, workspace.notebook("waits.ipynb", "k", [print("b")])], { out: workspace.path("out"), env: workspace.env, jobs: 1, signal: controller.signal }, started);
    expect(result).to.include({ outcome: "aborted" });
    expect(textOf(outputsOf(result?.output ?? "")[0])).to.equal("a\n");
    validate(result?.output ?? "");
    expect(waiting).to.include({ outcome: "aborted", executed: 0 });
  });

  it("run side by side, each in its own folder", async () => {
    const cwd = language === python ? "import os; print(os.path.basename(os.getcwd()))" : "console.log(process.cwd().split(/[/\\\\]/).at(-1));";
    for (const name of ["en", "zh"]) workspace.notebook(`both/${name}/same.ipynb`, "k", [cwd]);
    const results = await run([workspace.path("both")], { out: workspace.path("out2"), env: workspace.env, jobs: 2 });
    expect(results.map(({ output }) => textOf(outputsOf(output)[0]))).to.deep.equal(["en\n", "zh\n"]);
    expect(results.map(({ output }) => output)).to.deep.equal([workspace.path("out2", "en", "same.ipynb"), workspace.path("out2", "zh", "same.ipynb")]);
  });

  it("are kept while nothing that they depend on changes", async () => {
    const input = workspace.notebook("data.txt", "k", []);
    const again = async (cells: string[], options: Partial<RunOptions> = {}): Promise<string> => (await runOne("kept", cells, { inputs: [input], ...options })).outcome;
    expect(await again([print("1")])).to.equal("passed");
    expect(await again([print("1")])).to.equal("cached");
    expect(await again([print("2")])).to.equal("passed");
    expect(await again([print("2")], { cache: false })).to.equal("passed");
    workspace.notebook("data.txt", "k", ["changed"]);
    expect(await again([print("2")])).to.equal("passed");
    expect(await again([print("2")])).to.equal("cached");
  });

  it("share a folder of artefacts if they compute the same and keep something, one after the other", async () => {
    const tell = language === python
      ? "import os, pathlib\ndef artefact(): pass\nartefact()\nf = pathlib.Path(os.environ['CELLWRIGHT_ARTEFACTS']); f.mkdir(parents=True, exist_ok=True); print(len(list(f.iterdir()))); (f / str(os.getpid())).touch()"
      : "const fs = require('node:fs'); function artefact() {}\nartefact();\nconst f = process.env.CELLWRIGHT_ARTEFACTS; fs.mkdirSync(f, { recursive: true }); console.log(fs.readdirSync(f).length); fs.writeFileSync(`${f}/${process.pid}`, '');";
    for (const name of ["en", "zh"]) workspace.notebook(`pair/${name}/same.ipynb`, "k", [tell]);
    const input = workspace.notebook("pair-data.txt", "k", []);
    const all = async (options: Partial<RunOptions>): Promise<string[]> => {
      const results = await run([workspace.path("pair")], { out: workspace.path("out3"), env: workspace.env, jobs: 2, ...options });
      return results.map(({ output }) => textOf(outputsOf(output)[0]));
    };
    expect(await all({}), "removed after the run").to.deep.equal(["0\n", "1\n"]);
    expect(await all({ inputs: [input] }), "kept with the results").to.deep.equal(["0\n", "1\n"]);
    expect(await all({ inputs: [input], cache: false }), "made anew by force").to.deep.equal(["0\n", "1\n"]);
    await runCli(["run", "pair", "--out", "out4", "--inputs", input], workspace.env, workspace.folder);
    expect(["en", "zh"].map((name) => textOf(outputsOf(workspace.path("out4", name, "same.ipynb"))[0])), "in a folder named from the current one").to.deep.equal(["0\n", "1\n"]);
  });

  it("are not allowed to ask", async () => {
    const ask = language === python ? "input('name? ')" : "await input('name? ')";
    expect(await runOne("ask", [ask])).to.include({ outcome: "failed" });
  });
}

const nbformat = pythonWith("nbformat");

/** With Python's nbformat where there is one; else by our own schema. */
function validate(path: string): void {
  expect(existsSync(path)).to.equal(true);
  if (nbformat) execFileSync(nbformat, ["-c", "import sys, nbformat; nbformat.validate(nbformat.read(sys.argv[1], 4))", path]);
  else codeCells(path);
}
