// The runner on other people's kernels too: each in its own way of printing, failing and being interrupted.
import { expect } from "chai";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { run, type NotebookResult, type RunOptions } from "../../src/runner";
import { installedKernelspec, outputsOf, python, root, runCli, textOf, typescript, Workspace, type Language } from "./helpers";

interface Tried extends Pick<Language, "name" | "spec"> {
  print: string;
  fail: string;
  forever: string;
  /** How a value that ends a cell is stored: tslab prints it. */
  shows: (outputs: unknown) => boolean;
  /** Deno's kernel obeys no interrupt: it is killed. */
  interruptible: boolean;
}

const result = (outputs: unknown): boolean => JSON.stringify(outputs).includes('"execute_result"') && JSON.stringify(outputs).includes("42");
const TYPESCRIPT = { print: "const n: number = 2; console.log('hello 中文');", fail: "throw new RangeError('broken 中文');", forever: "console.log('before');\nwhile (true) {}" };
const kernels: readonly Tried[] = [
  { name: "cellwright", spec: typescript.spec, ...TYPESCRIPT, shows: result, interruptible: true },
  { name: "ipykernel", spec: python.spec, print: "n = 2\nprint('hello 中文')", fail: "raise ValueError('broken 中文')", forever: "print('before', flush=True)\nwhile True: pass", shows: result, interruptible: true },
  { name: "deno", spec: installedKernelspec("deno"), ...TYPESCRIPT, shows: result, interruptible: false },
  { name: "tslab", spec: installedKernelspec("tslab"), ...TYPESCRIPT, shows: (outputs) => JSON.stringify(outputs).includes('"text":"42\\n"'), interruptible: true },
];

for (const kernel of kernels) {
  const suite = kernel.spec ? describe : describe.skip;
  suite(`the runner on ${kernel.name}${kernel.spec ? "" : " (missing)"}`, function () {
    this.timeout(90_000);
    const workspace = new Workspace();
    before(() => {
      workspace.kernelspec("k", kernel.spec ?? {});
      symlinkSync(join(root, "node_modules"), workspace.path("node_modules")); // tslab takes the types of console from there
    });
    after(() => workspace.remove());

    const runOne = async (name: string, cells: readonly string[], options: Partial<RunOptions> = {}): Promise<NotebookResult> => {
      const [ran] = await run([workspace.notebook(`${name}.ipynb`, "k", cells)], { out: workspace.path("out"), env: workspace.env, ...options });
      if (!ran) throw new Error("no result");
      return ran;
    };

    it("stores outputs, names the cell that fails with its error, and runs no further", async () => {
      const ran = await runOne("fails", [kernel.print, "n * 21", kernel.fail, kernel.print]);
      expect(ran, JSON.stringify(ran.failure)).to.include({ outcome: "failed", executed: 3 });
      expect(ran.failure).to.include({ cell: 3, id: "c3", evalue: "broken 中文" });
      expect(ran.failure?.ename).to.match(/^(Range|Value)?Error$/);
      const [first, second, , last] = outputsOf(ran.output);
      expect(textOf(first)).to.equal("hello 中文\n");
      expect(kernel.shows(second), JSON.stringify(second)).to.equal(true);
      expect(last).to.deep.equal([]);
    });

    it(`${kernel.interruptible ? "interrupts" : "kills"} a cell that takes too long, what it had put out is kept`, async () => {
      const ran = await runOne("slow", [kernel.forever, kernel.print], { cellTimeout: 3 });
      expect(ran).to.include({ outcome: "timeout", executed: 1 });
      expect(ran.failure).to.include({ cell: 1, ename: "CellTimeout" });
      const [outputs] = outputsOf(ran.output);
      expect(textOf(outputs)).to.match(/^before\n/);
      expect(/KeyboardInterrupt|SIGINT/.test(JSON.stringify(outputs))).to.equal(kernel.interruptible);
    });

    it("exits with 0, and with 1 for a cell that fails", async () => {
      const codeFor = async (cell: string): Promise<number | null> => (await runCli(["run", workspace.notebook("exit.ipynb", "k", [cell]), "--out", workspace.path("out")], workspace.env)).code;
      expect([await codeFor(kernel.print), await codeFor(kernel.fail)]).to.deep.equal([0, 1]);
    });
  });
}
