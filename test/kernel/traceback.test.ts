// Errors as the notebook shows them: TypeScript lines, the source around, nothing of ours.
import { expect } from "chai";
import { stripVTControlCharacters } from "node:util";
import { CellRecords, type CellRecord } from "../../src/kernel/cells";
import { traceback } from "../../src/kernel/traceback";
import type { Message } from "../../src/protocol";

const request: Message = { identities: [], header: { msg_id: "1", msg_type: "execute_request", session: "", username: "", date: "", version: "" }, parent: {}, metadata: {}, content: {}, buffers: [] };

function cellWith(cells: CellRecords, source: string, count: number): CellRecord {
  const cell = cells.add(request, source, count, false);
  cell.rewritten = { code: "", originalPosition: (line, column) => (line > 1 ? { line: line - 1, column } : undefined), generatedPosition: () => undefined };
  return cell;
}

describe("a traceback", () => {
  const cells = new CellRecords();
  const cell = cellWith(cells, "const a = 1\n\nfail(a)\n// end", 4);
  const stack = [`TypeError: fail is not a function`, `    at helper (${cell.url}:4:3)`, "    at async node:internal/process/task_queues:95:5", `    at ${cell.url}:1:1`, "    at /srv/cellwright/dist/kernel/child.js:3:4"].join("\n");
  const lines = traceback(stack, cells).map((line) => stripVTControlCharacters(line));

  it("names the cell by its number and the line by the cell's own text", () => {
    expect(lines[1]).to.equal("    at helper (Cell [4], line 3)");
  });

  it("leaves out Node's frames and the kernel's", () => {
    expect(lines.join("\n")).to.not.match(/node:internal|dist\/kernel/);
  });

  it("shows the source around, the line marked and a caret under the column", () => {
    const frame = lines.slice(lines.indexOf("Cell [4], line 3"));
    expect(frame).to.deep.equal(["Cell [4], line 3", "  1 | const a = 1", "  2 | ", "> 3 | fail(a)", "    |   ^", "  4 | // end"]);
  });

  it("is coloured", () => {
    expect(traceback(stack, cells)[0]).to.include("\u001b[31mTypeError");
  });

  it("without a position is the text alone", () => {
    expect(traceback("Error: far away", cells).map((line) => stripVTControlCharacters(line))).to.deep.equal(["Error: far away"]);
  });
});
