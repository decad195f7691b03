// Notebooks on disk: what is read, refused, and written.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { readNotebook, serialised, UsageError, writeAtomically, InfrastructureError } from "../../src/runner";
import { contentOf, pythonWith, Workspace } from "./helpers";

describe("notebook files", () => {
  const workspace = new Workspace();
  after(() => workspace.remove());

  const given = (content: string): string => {
    writeFileSync(workspace.path("given.ipynb"), content);
    return workspace.path("given.ipynb");
  };
  const cell = { cell_type: "code", metadata: {}, source: ["1 +\n", " 1"], outputs: [], execution_count: null };

  it("are brought from 4.0–4.4 to 4.5: each cell gets an id of its own", () => {
    const read = readNotebook(given(JSON.stringify({ cells: [cell, cell], metadata: {}, nbformat: 4, nbformat_minor: 2 })));
    expect(read.nbformat_minor).to.equal(5);
    expect(new Set(read.cells.map(({ id }) => id)).size).to.equal(2);
    expect(read.cells[0]?.source).to.equal("1 +\n 1");
  });

  it("keep what the schema does not know, and every mime type", () => {
    const data = { "text/plain": ["a\n", "b"], "application/x-own+json": { deep: [1, { two: null }] }, "image/png": "aGk=" };
    const shown = { ...cell, outputs: [{ output_type: "display_data", data, metadata: { own: 1 } }], extra: true };
    const written = JSON.parse(serialised(readNotebook(given(JSON.stringify({ cells: [shown], metadata: { deep: { x: 1 } }, nbformat: 4, nbformat_minor: 5 })))));
    expect(written.cells[0].outputs[0].data).to.deep.equal(data);
    expect(written.cells[0].extra).to.equal(true);
    expect(written.metadata).to.deep.equal({ deep: { x: 1 } });
  });

  for (const [what, content, reason] of [
    ["no JSON", "{ not json", /not a notebook/],
    ["a list", "[]", /not a notebook/],
    ["nbformat 3", JSON.stringify({ nbformat: 3, nbformat_minor: 0, metadata: {}, worksheets: [] }), /nbconvert/],
    ["a cell of an unknown kind", JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: "heading", source: "x" }] }), /cells\.0/],
  ] as const) {
    it(`are refused in one line that names the file: ${what}`, () => {
      expect(() => readNotebook(given(content))).to.throw(UsageError, reason).with.property("message").that.includes("given.ipynb").and.does.not.include("\n");
    });
  }

  it("are written whole or not at all, also where no folder can be made", () => {
    given("{}");
    expect(() => writeAtomically(workspace.path("given.ipynb", "below", "x"), "")).to.throw(InfrastructureError, /cannot be written/);
    if (process.platform === "linux") expect(() => writeAtomically("/proc/none/x", "")).to.throw(InfrastructureError, /cannot be written/);
  });

  const nbformat = pythonWith("nbformat");
  (nbformat ? it : it.skip)(`are written byte for byte as Python's nbformat writes them${nbformat ? "" : " (missing: a Python with nbformat)"}`, () => {
    const outputs = [{ output_type: "stream", name: "stdout", text: "中文\nline\n" }, { output_type: "display_data", metadata: {}, data: { "text/html": "<b>\nx</b>", "image/svg+xml": "<svg>\n</svg>", "image/png": "aGk=\n" } }];
    const path = workspace.notebook("bytes.ipynb", "python3", [{ ...cell, id: "a", outputs }, { cell_type: "markdown", id: "b", metadata: { z: 1, a: 2 }, source: "中文 $x$\n\nend\n" }]);
    const ours = serialised(readNotebook(path));
    writeFileSync(path, ours);
    execFileSync(nbformat ?? "", ["-c", "import sys, nbformat as n; nb = n.read(sys.argv[1], 4); n.validate(nb); n.write(nb, sys.argv[1])", path]);
    expect(ours).to.equal(contentOf(path));
  });
});
