// Progress as a user sees it: a table on a real pseudo-terminal, plain lines elsewhere, outputs where asked.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { expect } from "chai";
import type { RunEvent } from "../../../src/runner";
import { RunTable } from "../../../src/runner/report/table";
import { contentOf, python, pythonWith, root, runCli, typescript, Workspace } from "../helpers";

describe("the table of a run", () => {
  const source = "// what it does\nconst model = new nn.GPT(preset);";
  const events: [at: number, event: RunEvent][] = [
    [0, { type: "run-start", notebooks: 3, kept: 0 }],
    [0, { type: "notebook-start", path: "/x/en/a.ipynb", codeCells: 4 }],
    [0, { type: "notebook-start", path: "/x/zh/longer.ipynb", codeCells: 12 }],
    [1000, { type: "cell-start", path: "/x/en/a.ipynb", cell: 2, source: "1" }],
    [2000, { type: "cell-end", path: "/x/en/a.ipynb", cell: 2, seconds: 1 }],
    [2000, { type: "cell-start", path: "/x/en/a.ipynb", cell: 3, source }],
  ];
  const table = new RunTable();
  for (const [at, event] of events) table.note(event, at);

  it("shows each running notebook with its cell and times, and the whole", () => {
    expect(table.rows(65_000)).to.deep.equal([
      "  en/a       ███░░░░░░░░░ 1/4  1:05 min  cell 3, 1:03 min: const model = new nn.GPT(preset);",
      "  zh/longer  ░░░░░░░░░░░░  0/12  1:05 min  starting",
      "0 of 3 done, 2 running, 1:05 min",
    ]);
  });

  it("is empty when nothing runs", () => {
    const result = { path: "/x/en/a.ipynb", output: "", outcome: "passed" as const, executed: 4, codeCells: 4, seconds: 1 };
    table.note({ type: "notebook-end", result }, 70_000);
    expect(table.rows(70_000).at(-1)).to.equal("1 of 3 done, 1 running, 1:10 min");
    table.note({ type: "notebook-end", result: { ...result, path: "/x/zh/longer.ipynb" } }, 70_000);
    expect(table.rows(70_000)).to.deep.equal([]);
  });
});

const language = typescript.spec ? typescript : python;
(language.spec ? describe : describe.skip)("cellwright run shows", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  let path = "";
  before(() => {
    workspace.kernelspec("k", language.spec ?? {});
    const wait = language === python ? "import time; time.sleep(0.6)" : "await new Promise((next) => setTimeout(next, 600));";
    path = workspace.notebook("nb/n.ipynb", "k", [`${language.print("第一行")}\n${wait}`, "6 * 7"]);
  });
  after(() => workspace.remove());

  it("plain lines without escape codes where no terminal is", async () => {
    const { stdout } = await runCli(["run", path, "--out", workspace.path("out")], workspace.env);
    expect(stdout).to.match(/^… nb\/n: 2 code cells\n✓ nb\/n: 2\/2 cells in [\d.]+ s\n/).and.not.to.include("\u001b").and.not.to.include("第一行");
  });

  it("the cells' outputs as they come, with --log-output; in the JSON lines too", async () => {
    const { stdout } = await runCli(["run", path, "--out", workspace.path("out"), "--log-output", "--jsonl", workspace.path("e.jsonl")], workspace.env);
    expect(stdout).to.include("nb/n [1] | 第一行\n").and.to.include("nb/n [2] | 42\n");
    expect(contentOf(workspace.path("e.jsonl"))).to.match(/"type":"output".*"cell":2,"name":"result","text":"42"/);
  });

  const pty = pythonWith("pty");
  (pty ? it : it.skip)(`a table that changes, on a terminal, and takes it away at the end${pty ? "" : " (no Python with pty)"}`, () => {
    const command = ["sh", "-c", 'stty cols 100 rows 24; exec "$@"', "sh", process.execPath, join(root, "dist", "cli.js"), "run", path, "--out", workspace.path("out")];
    const shown = execFileSync(pty ?? "", ["-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)", ...command], { env: { ...workspace.env, TERM: "xterm" }, encoding: "utf8" });
    expect(shown).to.match(/\u001b\[\d*[AGK]/); // the cursor goes back
    const plain = stripVTControlCharacters(shown);
    expect(plain).to.match(/nb\/n {2}░+ 0\/2 .*cell 1/).and.to.match(/✓ nb\/n: 2\/2 cells/).and.to.match(/0 of 1 done, 1 running/);
    expect(plain.slice(plain.indexOf("lesson"))).to.not.include("░");
  });
});
