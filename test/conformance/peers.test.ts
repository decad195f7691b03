// The kernel as other programs use it: Jupyter's own conformance tests, and nbclient with long cells.
import { expect } from "chai";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pythonWith } from "./peer/driver";
import { kernelspecs } from "./peer/kernelspec";

interface Report { run: number; failed: { test: string; text: string }[]; skipped: { test: string; text: string }[] }
interface RunCell { count: number; outputs: { output_type: string; name?: string; text?: string; ename?: string; data?: Record<string, string> }[] }

/** Runs a Python script of this folder to its end. @throws with what it wrote to stderr. */
function runPython(python: string, script: string, args: readonly string[], stdin = ""): Promise<string> {
  const child = spawn(python, [join(__dirname, "peer", script), ...args], { env: { ...process.env, ...kernelspecs.env, CELLWRIGHT_HISTORY: "" } });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => child.once("close", (code) => (code === 0 ? resolve(stdout) : reject(new Error(`${script} ended with ${code}: ${stderr}`)))));
}

describe("conformance: jupyter_kernel_test", () => {
  let report: Report;
  before(async function () {
    const python = pythonWith("jupyter_kernel_test");
    if (!python) return this.skip();
    report = JSON.parse((await runPython(python, "kernel_test.py", [kernelspecs.name])).trim().split("\n").at(-1) ?? "") as Report;
  });

  it("finds no failure", () => {
    expect(report.failed).to.deep.equal([]);
    expect(report.run).to.be.at.least(13);
  });

  it("skips nothing", () => expect(report.skipped).to.deep.equal([]));
});

describe("conformance: nbclient", () => {
  let python: string | undefined;
  const folder = mkdtempSync(join(tmpdir(), "conformance-nb-"));
  before(function () {
    python = pythonWith("nbclient");
    if (!python) this.skip();
  });
  after(() => rmSync(folder, { recursive: true }));

  const executed = async (sources: readonly string[]): Promise<RunCell[]> =>
    JSON.parse(await runPython(python ?? "", "notebook.py", [kernelspecs.name, folder], JSON.stringify(sources))) as RunCell[];
  const stdout = (cell: RunCell | undefined): string => (cell?.outputs ?? []).map(({ name, text }) => (name === "stdout" ? (text ?? "") : "")).join("");

  for (const count of [2_000, 20_000]) {
    const wanted = (cell: string): string => Array.from({ length: count }, (_, i) => `${cell} ${i}\n`).join("");

    it(`a cell that prints ${count.toLocaleString("en")} lines, between two others: every line in the right cell`, async () => {
      const printing = (name: string): string => `for (let i = 0; i < ${count}; i++) console.log("${name}", i);`;
      const [first, second, third] = await executed([printing("first"), printing("second"), "console.log('third')"]);
      expect(stdout(first) === wanted("first")).to.equal(true);
      expect(stdout(second) === wanted("second")).to.equal(true);
      expect(stdout(third)).to.equal("third\n");
    });

    it(`a cell of ${count.toLocaleString("en")} lines of code, each of which prints: every line in the right cell`, async () => {
      const source = Array.from({ length: count }, (_, i) => `console.log("source", ${i});`).join("\n");
      const [first, second] = await executed([source, "'after'"]);
      expect(stdout(first) === wanted("source")).to.equal(true);
      expect(second?.outputs[0]?.data?.["text/plain"]).to.equal("'after'");
    });

    it(`an error in the last of ${count.toLocaleString("en")} lines is told with its line`, async () => {
      const source = `${Array.from({ length: count - 1 }, (_, i) => `const v${i}: number = ${i};`).join("\n")}\nthrow new Error(String(v${count - 2}));`;
      const [first] = await executed([source]);
      expect(JSON.stringify(first?.outputs)).to.include(`line ${count}`).and.include(`"evalue":"${count - 2}"`);
    });
  }

  it("displays, results, updates and errors arrive as a notebook stores them", async () => {
    const cells = await executed(["const handle = display.markdown('# first'); 1 + 1", "handle.update('second')", "console.log('x');\nthrow new TypeError('t')", "'goes on'"]);
    expect(cells.map(({ outputs }) => outputs.map(({ output_type }) => output_type))).to.deep.equal([["display_data", "execute_result"], [], ["stream", "error"], ["execute_result"]]);
    expect(cells.map(({ count }) => count)).to.deep.equal([1, 2, 3, 4]);
  });
});
