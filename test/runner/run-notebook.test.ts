// The runner as a library: a notebook in memory, its events, its end.
import { expect } from "chai";
import { InfrastructureError, runNotebook, UsageError, type RunEvent } from "../../src/runner";
import { code, markdown, python, textOf, typescript, Workspace } from "./helpers";

const language = typescript.spec ? typescript : python;
(language.spec ? describe : describe.skip)("runNotebook", function () {
  this.timeout(30_000);
  const workspace = new Workspace();
  before(() => workspace.kernelspec("k", language.spec ?? {}));
  after(() => workspace.remove());
  const notebookOf = (...sources: string[]): object => ({ cells: [markdown("# 题", "m"), ...sources.map((source, i) => code(source, `c${i}`))], metadata: { kernelspec: { name: "k", display_name: "k" } }, nbformat: 4, nbformat_minor: 5 });
  const outputsOf = (cells: readonly { cell_type: string; outputs?: unknown }[]): unknown[] => cells.flatMap((cell) => (cell.cell_type === "code" ? [cell.outputs] : []));

  it("executes a value and leaves it as it is", async () => {
    const value = notebookOf(language.print("中文"));
    const before = JSON.stringify(value);
    const events: RunEvent[] = [];
    const { notebook, result } = await runNotebook(value, { env: workspace.env, cwd: workspace.folder }, (event) => events.push(event));
    expect(result).to.include({ outcome: "passed", executed: 1, codeCells: 1 });
    expect(JSON.stringify(value)).to.equal(before);
    expect(textOf(notebook.cells[1]?.cell_type === "code" ? notebook.cells[1].outputs : [])).to.equal("中文\n");
    expect(events.map(({ type }) => type)).to.deep.equal(["notebook-start", "cell-start", "output", "cell-end", "notebook-end"]);
  });

  it("returns a failed cell, and keeps the outputs so far", async () => {
    const { notebook, result } = await runNotebook(notebookOf(language.print("a"), language.fail, language.print("b")), { env: workspace.env });
    expect(result.failure).to.include({ cell: 3, id: "c1" });
    expect(outputsOf(notebook.cells).map((outputs) => (outputs as unknown[]).length)).to.deep.equal([1, 1, 0]);
  });

  it("ends when its signal aborts", async () => {
    const { result } = await runNotebook(notebookOf(language.forever), { env: workspace.env, signal: AbortSignal.timeout(1500) });
    expect(result).to.include({ outcome: "aborted" });
  });

  it("throws for what is no notebook, and for a kernel that is not installed", async () => {
    const thrown = async (value: unknown, kernel?: string): Promise<unknown> => runNotebook(value, { env: workspace.env, kernel }).catch((error: unknown) => error);
    expect(await thrown({ cells: 1 })).to.be.instanceOf(UsageError).with.property("message").that.matches(/the notebook: not a notebook/);
    expect(await thrown(notebookOf("1"), "absent")).to.be.instanceOf(InfrastructureError).with.property("message").that.matches(/absent/);
  });
});
