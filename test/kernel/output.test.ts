// From frames to iopub messages: coalesced streams, whole characters, each under its own cell's request.
import { expect } from "chai";
import { CellRecords } from "../../src/kernel/cells";
import { OutputRouter } from "../../src/kernel/output";
import type { JsonObject, Message } from "../../src/protocol";

const request = (id: string): Message => ({ identities: [], header: { msg_id: id, msg_type: "execute_request", session: "", username: "", date: "", version: "" }, parent: {}, metadata: {}, content: {}, buffers: [] });

function router(): { cells: CellRecords; output: OutputRouter; sent: [string, string, JsonObject][] } {
  const cells = new CellRecords();
  const sent: [string, string, JsonObject][] = [];
  return { cells, sent, output: new OutputRouter(cells, (type, content, parent) => sent.push([type, parent.header.msg_id, content])) };
}

describe("output", () => {
  it("of many writes leaves as few messages, in order", () => {
    const { cells, output, sent } = router();
    const cell = cells.add(request("a"), "", 1, false);
    for (let n = 0; n < 20_000; n++) output.frame({ type: "stdout", cell: cell.id, payload: Buffer.from(`${n}\n`) });
    output.flush();
    expect(sent.length).to.be.lessThan(10);
    expect(sent.map(([, , { text }]) => text).join("")).to.equal(Array.from({ length: 20_000 }, (_, n) => `${n}\n`).join(""));
  });

  it("keeps a character whole that arrives in two pieces", () => {
    const { cells, output, sent } = router();
    const cell = cells.add(request("a"), "", 1, false);
    const bytes = Buffer.from("模型");
    for (const payload of [bytes.subarray(0, 4), bytes.subarray(4)]) output.frame({ type: "stdout", cell: cell.id, payload });
    output.flush();
    expect(sent).to.deep.equal([["stream", "a", { name: "stdout", text: "模型" }]]);
  });

  it("changes message with the stream and with the cell", () => {
    const { cells, output, sent } = router();
    const [first, second] = [cells.add(request("a"), "", 1, false), cells.add(request("b"), "", 2, false)];
    output.frame({ type: "stdout", cell: first.id, payload: Buffer.from("1") });
    output.frame({ type: "stderr", cell: first.id, payload: Buffer.from("2") });
    output.frame({ type: "stderr", cell: second.id, payload: Buffer.from("3") });
    output.frame({ type: "display", cell: first.id, payload: Buffer.from('{"data": {}, "metadata": {}, "id": "d"}') });
    expect(sent.map(([type, parent]) => `${type} ${parent}`)).to.deep.equal(["stream a", "stream a", "stream b", "display_data a"]);
    expect(sent[3]?.[2]).to.deep.include({ transient: { display_id: "d" } });
  });

  it("that names no cell goes to the running one, and nowhere when none runs", () => {
    const { cells, output, sent } = router();
    output.frame({ type: "stdout", cell: 0, payload: Buffer.from("lost") });
    const cell = cells.add(request("a"), "", 1, false);
    output.began(cell);
    output.frame({ type: "stdout", cell: 0, payload: Buffer.from("raw") });
    output.flush();
    expect(sent).to.deep.equal([["stream", "a", { name: "stdout", text: "raw" }]]);
    output.ended(cell);
    output.frame({ type: "stdout", cell: 0, payload: Buffer.from("lost") });
    output.flush();
    expect(sent).to.have.length(1);
  });

  it("of a silent cell's result is not shown", () => {
    const { cells, output, sent } = router();
    const cell = cells.add(request("a"), "1", 0, true);
    output.frame({ type: "result", cell: cell.id, payload: Buffer.from('{"data": {"text/plain": "1"}, "metadata": {}}') });
    expect(sent).to.deep.equal([]);
  });
});
