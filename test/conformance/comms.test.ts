// Comms both ways, seen by jupyter_client: opened, used and closed from either end, while cells run and while they wait.
import { expect } from "chai";
import { parentOf } from "./peer/kernel";
import { useKernel } from "./peer/suite";

const base64 = (bytes: number[]): string => Buffer.from(bytes).toString("base64");

describe("conformance: comms", () => {
  const session = useKernel();

  before(() => session.kernel.ran(`
    const { comms } = cw;
    const heard: unknown[] = [];
    comms.register("echo", (comm, opening) => {
      comm.send({ opened: opening.data }, { metadata: opening.metadata, buffers: opening.buffers });
      comm.on("message", ({ data, buffers, metadata }) => { heard.push(data); comm.send({ back: data }, { buffers, metadata }); });
      comm.on("close", ({ data }) => { console.log("closed with", data); });
    });
    comms.register("prints", (comm) => comm.on("message", async ({ data }) => {
      console.log("got", data.n);
      display.html("<b>shown</b>");
      await new Promise((r) => setTimeout(r, 20));
      console.log("after a while");
    }));
    comms.register("refuses", () => { throw new TypeError("not today"); });
    comms.register("fails", (comm) => comm.on("message", async () => { await null; throw new RangeError("inside the handler"); }));
  `));

  it("a comm that the front end opens is answered within its request's busy and idle", async () => {
    const opened = await session.kernel.comm("open", { comm_id: "e1", target_name: "echo", data: { a: 1 } }, { metadata: { version: "1" }, buffers: [base64([0, 255, 10])] });
    expect(opened.types).to.deep.equal(["status", "comm_msg", "status"]);
    expect(opened.messages[1]?.content).to.deep.equal({ comm_id: "e1", data: { opened: { a: 1 } } });
    expect(opened.messages[1]?.metadata).to.deep.equal({ version: "1" });
    expect(opened.messages[1]?.buffers).to.deep.equal([base64([0, 255, 10])]);
  });

  it("carries JSON and several buffers, empty ones too, there and back", async () => {
    const buffers = [base64([]), base64([1, 2, 3]), Buffer.alloc(300_000, 7).toString("base64")];
    const sent = await session.kernel.comm("msg", { comm_id: "e1", data: { text: "你好 \u2028", list: [1, null, { deep: true }] } }, { buffers });
    expect(sent.all("comm_msg")).to.deep.equal([{ comm_id: "e1", data: { back: { text: "你好 \u2028", list: [1, null, { deep: true }] } } }]);
    expect(sent.messages[1]?.buffers).to.deep.equal(buffers);
  });

  it("lists what is open, by target", async () => {
    const all = await session.kernel.request("comm_info_request");
    expect(all.reply.content).to.deep.equal({ status: "ok", comms: { e1: { target_name: "echo" } } });
    expect((await session.kernel.request("comm_info_request", { target_name: "other" })).reply.content["comms"]).to.deep.equal({});
    expect((await session.kernel.request("comm_info_request", { target_name: "echo" })).reply.content["comms"]).to.have.property("e1");
  });

  it("closed by the front end: its handler is told, and it is listed no more", async () => {
    const closed = await session.kernel.comm("close", { comm_id: "e1", data: { why: "done" } });
    expect(closed.stdout).to.equal("closed with { why: 'done' }\n");
    expect(closed.all("comm_close")).to.deep.equal([]);
    expect((await session.kernel.request("comm_info_request")).reply.content["comms"]).to.deep.equal({});
  });

  it("an unknown target is closed at once, and a message to an unknown comm is handled and harmless", async () => {
    const opened = await session.kernel.comm("open", { comm_id: "u1", target_name: "nobody" });
    expect(opened.types).to.deep.equal(["status", "comm_close", "status"]);
    expect(opened.all("comm_close")[0]).to.include({ comm_id: "u1" });
    expect((await session.kernel.comm("msg", { comm_id: "u1" })).types).to.deep.equal(["status", "status"]);
    expect((await session.kernel.request("comm_info_request")).reply.content["comms"]).to.deep.equal({});
  });

  it("what a handler prints and displays belongs to the comm's message, up to its promise's end", async () => {
    await session.kernel.comm("open", { comm_id: "p1", target_name: "prints" });
    const sent = await session.kernel.comm("msg", { comm_id: "p1", data: { n: 7 } });
    expect(sent.types).to.deep.equal(["status", "stream", "display_data", "stream", "status"]);
    expect(sent.stdout).to.equal("got 7\nafter a while\n");
  });

  it("a handler's error is reported under the message at its TypeScript line; comm and session live on", async () => {
    await session.kernel.comm("open", { comm_id: "f1", target_name: "fails" });
    const failed = await session.kernel.comm("msg", { comm_id: "f1" });
    expect(failed.errors.map(({ ename, evalue }) => [ename, evalue])).to.deep.equal([["RangeError", "inside the handler"]]);
    expect(failed.traceback).to.include("throw new RangeError");
    expect((await session.kernel.comm("msg", { comm_id: "f1" })).errors).to.have.length(1);
    expect(await session.kernel.valueOf("1 + 1")).to.equal("2");
  });

  it("a target whose handler throws is closed, with the error", async () => {
    const opened = await session.kernel.comm("open", { comm_id: "r1", target_name: "refuses" });
    expect(opened.types).to.deep.equal(["status", "comm_close", "error", "status"]);
    expect(opened.errors[0]?.evalue).to.equal("not today");
  });

  it("content that breaks the protocol is refused in words", async () => {
    const sent = await session.kernel.comm("msg", { comm_id: 5 });
    expect(sent.errors[0]?.evalue).to.include("comm_msg: comm_id");
    const listed = await session.kernel.request("comm_info_request", { target_name: 5 });
    expect(listed.status).to.equal("error");
  });

  it("a cell opens, sends and closes under its own request, with metadata and buffers", async () => {
    const cell = await session.kernel.ran(`
      const mine = comms.open("front", { data: { hello: 1 }, metadata: { version: "2.1.0" }, buffers: [new Uint8Array([9, 8])], id: "mine" });
      mine.send({ more: true }, { buffers: [new Float32Array([1])] });
      console.log("between");
      mine.close({ bye: 1 });
      mine.closed`);
    const sent = cell.messages.filter(({ msg_type }) => msg_type !== "status" && msg_type !== "execute_input");
    expect(sent.map(({ msg_type }) => msg_type)).to.deep.equal(["comm_open", "comm_msg", "stream", "comm_close", "execute_result"]);
    expect(sent[0]?.content).to.deep.equal({ comm_id: "mine", target_name: "front", target_module: null, data: { hello: 1 } });
    expect([sent[0]?.metadata, sent[0]?.buffers, sent[1]?.buffers]).to.deep.equal([{ version: "2.1.0" }, [base64([9, 8])], [base64([0, 0, 128, 63])]]);
    expect(sent[3]?.content).to.deep.equal({ comm_id: "mine", data: { bye: 1 } });
    expect(cell.text).to.equal("true");
    const after = await session.kernel.execute("mine.send({})");
    expect(after.errors[0]?.evalue).to.include("is closed");
  });

  it("the front end's answer to a cell's comm arrives while the cell waits for it", async () => {
    const cell = await session.kernel.begin(`
      const asked = comms.open("front", { id: "asked" });
      const answer = await new Promise((resolve) => asked.on("message", ({ data }) => { console.log("in the handler"); resolve(data.value); }));
      answer`);
    await session.kernel.until("comm_open", (message) => message.msg_type === "comm_open" && parentOf(message) === cell);
    const sent = await session.kernel.comm("msg", { comm_id: "asked", data: { value: 42 } });
    expect(sent.stdout).to.equal("in the handler\n");
    const done = await session.kernel.finished(cell);
    expect([done.text, done.stdout]).to.deep.equal(["42", ""]);
  });

  it("a message that comes while a cell computes waits for the cell's end, and is not run in its midst", async () => {
    await session.kernel.comm("open", { comm_id: "e2", target_name: "echo" });
    const cell = await session.kernel.begin(`
      heard.length = 0;
      console.log("computing");
      for (const until = Date.now() + 400; Date.now() < until;) {}
      const during = heard.length;
      during`);
    await session.kernel.printed(cell, "computing");
    const sent = await session.kernel.comm("msg", { comm_id: "e2", data: { n: 1 } });
    expect(sent.all("comm_msg")).to.have.length(1);
    expect((await session.kernel.finished(cell)).text).to.equal("0");
    expect(await session.kernel.valueOf("heard.length")).to.equal("1");
  });

  it("messages are handled in order, however many come at once", async () => {
    await session.kernel.ran("heard.length = 0;");
    const ids: string[] = [];
    for (let n = 0; n < 50; n++) ids.push(await session.kernel.send("shell", "comm_msg", { comm_id: "e2", data: { n } }));
    const last = ids.at(-1);
    await session.kernel.until("the last idle", (message) => message.content["execution_state"] === "idle" && parentOf(message) === last);
    expect(await session.kernel.valueOf("heard.map(({ n }: any) => n).join()")).to.equal(`'${Array.from({ length: 50 }, (_, n) => n).join()}'`);
  });

  it("an interrupt stops a handler that loops, and one that waits; those behind it still run", async () => {
    await session.kernel.ran(`
      comms.register("loops", (comm) => comm.on("message", async ({ data }) => {
        console.log("begun");
        if (data.wait) { await new Promise(() => {}); }
        for (;;) {}
      }));`);
    for (const data of [{}, { wait: true }]) {
      const id = `l${JSON.stringify(data)}`;
      await session.kernel.comm("open", { comm_id: id, target_name: "loops" });
      const sent = await session.kernel.send("shell", "comm_msg", { comm_id: id, data });
      await session.kernel.printed(sent, "begun");
      const behind = session.kernel.comm("msg", { comm_id: "e2", data: { behind: true } });
      await session.kernel.interrupt();
      await session.kernel.until("idle", (message) => message.content["execution_state"] === "idle" && parentOf(message) === sent);
      expect(session.kernel.outputs(sent).filter(({ msg_type }) => msg_type === "error").map(({ content }) => content["ename"])).to.deep.equal(["KeyboardInterrupt"]);
      expect((await behind).all("comm_msg")).to.have.length(1);
    }
    expect(await session.kernel.valueOf("2 + 2")).to.equal("4");
  });

  it("comms are closed, and the front end is told, when the executor dies", async () => {
    await session.kernel.execute("process.exit(1)");
    await session.kernel.ran("1");
    await session.kernel.until("comm_close", (message) => message.msg_type === "comm_close" && message.content["comm_id"] === "e2");
    expect((await session.kernel.request("comm_info_request")).reply.content["comms"]).to.deep.equal({});
  });
});
