// iopub messages become outputs as nbformat stores them.
import { expect } from "chai";
import { HeaderMaker, type JsonObject, type Message } from "../../src/protocol";
import type { CodeCell } from "../../src/runner";
import { OutputCollector } from "../../src/runner/outputs";

const headers = new HeaderMaker();
const message = (type: string, content: JsonObject): Message => ({ identities: [], header: headers.make(type), parent: {}, metadata: {}, content, buffers: [] });
const emptyCell = (): CodeCell => ({ cell_type: "code", id: "x", metadata: {}, source: "", outputs: [], execution_count: null });
const stream = (text: string, name = "stdout"): Message => message("stream", { name, text });
const display = (text: string, id?: string): Message => message("display_data", { data: { "text/plain": text }, metadata: {}, transient: id ? { display_id: id } : {} });
const collected = (...messages: Message[]): CodeCell => {
  const [collector, cell] = [new OutputCollector(), emptyCell()];
  for (const each of messages) collector.collect(each, cell);
  return cell;
};

describe("collected outputs", () => {
  it("join what one stream says, and keep the order of two", () => {
    const cell = collected(stream("a"), stream("b\n"), stream("E", "stderr"), stream("c"));
    expect(cell.outputs).to.deep.equal([{ output_type: "stream", name: "stdout", text: "ab\n" }, { output_type: "stream", name: "stderr", text: "E" }, { output_type: "stream", name: "stdout", text: "c" }]);
  });

  it("join 20,000 lines in well under a second", () => {
    const started = performance.now();
    const cell = collected(...Array.from({ length: 20_000 }, (_, i) => stream(`${i}\n`)));
    expect(cell.outputs).to.have.length(1);
    expect(performance.now() - started).to.be.below(1000);
  });

  it("change a display in every cell that shows it", () => {
    const [collector, first, second] = [new OutputCollector(), emptyCell(), emptyCell()];
    collector.collect(display("old", "id"), first);
    collector.collect(display("new", "id"), second);
    collector.collect(message("update_display_data", { data: { "text/plain": "newest" }, metadata: { m: 1 }, transient: { display_id: "id" } }), second);
    for (const cell of [first, second]) expect(cell.outputs).to.deep.equal([{ output_type: "display_data", data: { "text/plain": "newest" }, metadata: { m: 1 } }]);
  });

  it("are cleared at once, or when the next output comes", () => {
    expect(collected(stream("a"), message("clear_output", { wait: false })).outputs).to.deep.equal([]);
    expect(collected(stream("a"), message("clear_output", { wait: true })).outputs).to.have.length(1);
    expect(collected(stream("a"), message("clear_output", { wait: true }), stream("b")).outputs).to.deep.equal([{ output_type: "stream", name: "stdout", text: "b" }]);
  });

  it("keep results with their number, and errors with their traceback", () => {
    const cell = collected(message("execute_result", { data: { "text/plain": "2" }, metadata: {}, execution_count: 7 }), message("error", { ename: "E", evalue: "v", traceback: ["\u001b[31mE"] }));
    expect(cell.outputs).to.deep.equal([{ output_type: "execute_result", data: { "text/plain": "2" }, metadata: {}, execution_count: 7 }, { output_type: "error", ename: "E", evalue: "v", traceback: ["\u001b[31mE"] }]);
  });
});
