// Requests and their replies as the messaging protocol says, seen by jupyter_client.
import { expect } from "chai";
import { statSync, writeFileSync } from "node:fs";
import type { Json } from "./peer/driver";
import { useKernel } from "./peer/suite";

describe("conformance: execute_request", () => {
  const session = useKernel();

  it("sends busy, execute_input, the result and idle, in this order", async () => {
    const { types, messages, reply } = await session.kernel.ran("6 * 7");
    expect(types).to.deep.equal(["status", "execute_input", "execute_result", "status"]);
    expect(messages[1]?.content).to.deep.equal({ code: "6 * 7", execution_count: reply.content["execution_count"] });
    expect(messages[2]?.content["execution_count"]).to.equal(reply.content["execution_count"]);
  });

  it("counts up with each cell", async () => {
    const first = (await session.kernel.ran("1")).reply.content["execution_count"];
    expect((await session.kernel.ran("2")).reply.content["execution_count"]).to.equal(Number(first) + 1);
  });

  it("silent: no execute_input, no result, no counting, yet it runs", async () => {
    const count = Number((await session.kernel.ran("1")).reply.content["execution_count"]);
    const { types } = await session.kernel.ran("var quietly = 5; quietly", { silent: true });
    expect(types).to.deep.equal(["status", "status"]);
    const after = await session.kernel.ran("quietly");
    expect([after.text, after.reply.content["execution_count"]]).to.deep.equal(["5", count + 1]);
  });

  it("store_history false: shows all and does not count", async () => {
    const count = (await session.kernel.ran("1")).reply.content["execution_count"];
    const { text, reply } = await session.kernel.ran("'shown'", { store_history: false });
    expect([text, reply.content["execution_count"]]).to.deep.equal(["'shown'", count]);
  });

  it("user_expressions give rendered values, and errors one by one", async () => {
    const { reply } = await session.kernel.ran("const base = 20;", { user_expressions: { sum: "base + 1", awaited: "await Promise.resolve(base)", bad: "missing.name", shown: "html`<b>x</b>`" } });
    const values = reply.content["user_expressions"] as Record<string, { status: string; ename?: string; data?: Record<string, string> }>;
    expect(values["sum"]).to.deep.include({ status: "ok" });
    expect(values["sum"]?.data?.["text/plain"]).to.equal("21");
    expect(values["awaited"]?.data?.["text/plain"]).to.equal("20");
    expect(values["bad"]).to.include({ status: "error", ename: "ReferenceError" });
    expect(values["shown"]?.data).to.have.property("text/html");
  });

  it("user_expressions are not evaluated after an error", async () => {
    const { reply } = await session.kernel.execute("throw new Error('x')", { user_expressions: { a: "globalThis.evaluated = 1" } });
    expect(reply.content["user_expressions"]).to.deep.equal({});
    expect(await session.kernel.valueOf("'evaluated' in globalThis")).to.equal("false");
  });

  it("an error comes on iopub and in the reply, the same", async () => {
    const { errors, reply } = await session.kernel.execute("throw new RangeError('both')");
    expect(reply.content).to.deep.include({ status: "error", ...errors[0] });
  });

  it("stop_on_error aborts the cells that were already waiting", async () => {
    const slow = await session.kernel.begin("await new Promise((r) => setTimeout(r, 200)); throw new Error('stop here')");
    const behind = [await session.kernel.begin("globalThis.ranBehind = 1"), await session.kernel.begin("2")];
    expect((await session.kernel.finished(slow)).status).to.equal("error");
    for (const id of behind) {
      const { status, types } = await session.kernel.finished(id);
      expect([status, types]).to.deep.equal(["aborted", ["status", "status"]]);
    }
    expect(await session.kernel.valueOf("'ranBehind' in globalThis")).to.equal("false");
  });

  it("stop_on_error false lets them run", async () => {
    const slow = await session.kernel.begin("await new Promise((r) => setTimeout(r, 100)); throw new Error('go on')", { stop_on_error: false });
    const behind = await session.kernel.begin("'ran all the same'");
    expect((await session.kernel.finished(slow)).status).to.equal("error");
    expect((await session.kernel.finished(behind)).text).to.equal("'ran all the same'");
  });

  it("cells sent in a heap run one after another, in order", async () => {
    await session.kernel.ran("const order: number[] = [];");
    const ids = [];
    for (let i = 0; i < 20; i++) ids.push(await session.kernel.begin(`await new Promise((r) => setTimeout(r, ${i % 3})); order.push(${i});`));
    for (const id of ids) expect((await session.kernel.finished(id)).status).to.equal("ok");
    expect(await session.kernel.valueOf("order.join()")).to.equal(`'${Array.from({ length: 20 }, (_, i) => i).join()}'`);
  });

  it("without code is an error reply that names the field", async () => {
    const { reply } = await session.kernel.request("execute_request", { silent: false });
    expect(reply.content["status"]).to.equal("error");
    expect(String(reply.content["evalue"])).to.include("code");
    expect(await session.kernel.valueOf("1 + 1")).to.equal("2");
  });
});

describe("conformance: other requests", () => {
  const session = useKernel();

  it("kernel_info names protocol, language and version", async () => {
    const { reply } = await session.kernel.request("kernel_info_request");
    expect(reply.content).to.deep.include({ status: "ok", implementation: "cellwright", protocol_version: "5.5" });
    expect(reply.content["language_info"]).to.include({ name: "typescript", file_extension: ".ts", mimetype: "text/typescript" });
  });

  for (const [status, codes] of Object.entries({
    complete: ["1 + 1", "const a = 1;", "", "function f() { return 1 }", "await x", "// comment", "type A = { a: 1 }", "`a${1}b`", "for await (const x of y) {}"],
    incomplete: ["function f() {", "const a = [1,", "`open", "if (x) {", "foo(", "const a =", "class A {", "/* open", "a.map((x) => {"],
    invalid: ["const = 1", "let 1a = 2;", "}", "foo)"],
  })) {
    for (const code of codes) {
      it(`is_complete says ${status} for ${JSON.stringify(code)}`, async () => {
        const { reply } = await session.kernel.request("is_complete_request", { code });
        expect(reply.content["status"]).to.equal(status);
        if (status === "incomplete") expect(reply.content["indent"]).to.match(/^\s*$/);
      });
    }
  }

  it("comm_info knows of no comms", async () => {
    expect((await session.kernel.request("comm_info_request", { target_name: "x" })).reply.content).to.deep.equal({ status: "ok", comms: {} });
  });

  it("comm_open to an unknown target is answered by comm_close", async () => {
    await session.kernel.send("shell", "comm_open", { comm_id: "c-1", target_name: "nobody", data: {} });
    const { content } = await session.kernel.until("comm_close", (message) => message.msg_type === "comm_close");
    expect(content["comm_id"]).to.equal("c-1");
  });

  it("usage tells what kernel and cells take, with ipykernel's names", async () => {
    const usage = async (): Promise<Json> => (await session.kernel.request("usage_request", {}, "control")).reply.content;
    const before = await usage();
    expect(before).to.include.keys("hostname", "pid", "kernel_cpu", "kernel_memory", "cpu_count", "host_virtual_memory");
    expect(before["pid"]).to.equal(session.kernel.pid);
    expect(before["host_virtual_memory"]).to.include.keys("total", "available", "percent", "used", "free");
    await session.kernel.ran("globalThis.held = Buffer.alloc(300 << 20, 1); 0");
    expect(Number((await usage())["kernel_memory"]) - Number(before["kernel_memory"])).to.be.within(250 << 20, 400 << 20);
    await session.kernel.ran("globalThis.held = undefined");
  });

  it("an unknown request gets an error reply, and the kernel lives", async () => {
    const { reply } = await session.kernel.request("nonsense_request", {});
    expect(reply.content["status"]).to.equal("error");
    expect(await session.kernel.valueOf("1 + 1")).to.equal("2");
  });

  it("a new subscriber is welcomed, and the status is starting once", async () => {
    const { received } = session.kernel;
    expect(received.find(({ message }) => message.msg_type === "iopub_welcome")?.message.content).to.deep.equal({ subscription: "" });
  });

  it("the heartbeat comes back", async () => {
    expect(await session.kernel.heartbeat()).to.be.below(1000);
  });
});

describe("conformance: signatures", () => {
  const session = useKernel();
  /** Sends the spoilt request, then a right one, whose reply must be the only one. */
  const answered = async (tamper: string): Promise<number> => {
    const id = await session.kernel.frames("execute_request", { code: "globalThis.count1 = ((globalThis.count1 as number | undefined) ?? 0) + 1", silent: false }, tamper);
    await session.kernel.request("kernel_info_request");
    await session.kernel.ran("0");
    return session.kernel.received.filter(({ channel, message }) => channel === "shell" && message.parent_header["msg_id"] === id).length;
  };

  it("a right one is obeyed", async () => {
    expect(await answered("none")).to.equal(1);
  });

  it("a wrong one is dropped", async () => {
    expect(await answered("signature")).to.equal(0);
    expect(session.kernel.logText()).to.include("dropped");
  });

  it("a missing one is dropped", async () => {
    expect(await answered("unsigned")).to.equal(0);
  });

  it("a right one over other content is dropped", async () => {
    expect(await answered("content")).to.equal(0);
  });

  it("a replay is refused", async () => {
    expect(await answered("twice")).to.equal(1);
  });

  it("frames that are no message are dropped", async () => {
    expect(await answered("text")).to.equal(0);
  });

  it("nothing of the dropped ones ran", async () => {
    expect(await session.kernel.valueOf("count1")).to.equal("2");
  });
});

describe("conformance: history", () => {
  const session = useKernel();
  const asked = async (content: object): Promise<unknown[]> => (await session.kernel.request("history_request", { output: false, raw: true, ...content })).reply.content["history"] as unknown[];
  const inputs = (rows: unknown[]): unknown[] => rows.map((row) => (row as unknown[])[2]);

  before(async () => {
    for (const code of ["let first = 1", "let second = 2", "first + second", "let first = 1"]) await session.kernel.ran(code);
    await session.kernel.ran("'unseen'", { store_history: false });
    await session.kernel.ran("'unseen'", { silent: true });
  });

  it("tail gives the last n inputs", async () => {
    expect(inputs(await asked({ hist_access_type: "tail", n: 2 }))).to.deep.equal(["first + second", "let first = 1"]);
  });

  it("range gives this session's lines, its end left out", async () => {
    expect(await asked({ hist_access_type: "range", session: 0, start: 1, stop: 3 })).to.deep.equal([[0, 1, "let first = 1"], [0, 2, "let second = 2"]]);
  });

  it("search takes * and ?, and gives each once if asked", async () => {
    expect(inputs(await asked({ hist_access_type: "search", pattern: "let*" }))).to.have.length(3);
    expect(inputs(await asked({ hist_access_type: "search", pattern: "let*", unique: true }))).to.have.length(2);
    expect(inputs(await asked({ hist_access_type: "search", pattern: "*???ond*", n: 1 }))).to.deep.equal(["first + second"]);
  });

  it("outputs are asked for as pairs", async () => {
    const pairs = await asked({ hist_access_type: "range", session: 0, start: 2, stop: 4, output: true });
    expect(inputs(pairs)).to.deep.equal([["let second = 2", null], ["first + second", "3"]]);
  });

  it("leaves out what was silent or not to be stored", async () => {
    expect(inputs(await asked({ hist_access_type: "search", pattern: "*unseen*" }))).to.deep.equal([]);
  });

  it("across sessions is kept in the file that CELLWRIGHT_HISTORY names, for the user only", async () => {
    const env = { CELLWRIGHT_HISTORY: `${session.kernel.folder}/own/history.jsonl` };
    const earlier = await session.start({ env });
    await earlier.ran("'from an earlier session 中文'");
    await earlier.shutdown();
    const later = await session.start({ env });
    const { reply } = await later.request("history_request", { hist_access_type: "search", pattern: "*earlier*", output: false, raw: true });
    expect(inputs(reply.content["history"] as unknown[])).to.deep.equal(["'from an earlier session 中文'"]);
    expect(statSync(env.CELLWRIGHT_HISTORY).mode & 0o077).to.equal(0);
  });

  it("that cannot be written does not stop a cell", async () => {
    writeFileSync(`${session.kernel.folder}/a-file`, "");
    const kernel = await session.start({ env: { CELLWRIGHT_HISTORY: `${session.kernel.folder}/a-file/history.jsonl` } });
    expect(await kernel.valueOf("1 + 1")).to.equal("2");
  });
});

describe("conformance: input from the user", () => {
  const session = useKernel();

  for (const [what, code, password] of [["input", "await input('Name? ')", false], ["prompt", "await prompt('Name? ')", false], ["a password", "await input('Name? ', { password: true })", true]] as const) {
    it(`${what} asks on stdin and gets the answer`, async () => {
      const id = await session.kernel.begin(`const given = ${code};\ngiven.length + ' ' + given`);
      const request = await session.kernel.askedForInput(id);
      expect(request.content).to.deep.equal({ prompt: "Name? ", password });
      await session.kernel.answerInput("李雷 🚀");
      expect((await session.kernel.finished(id)).text).to.equal("'5 李雷 🚀'");
    });
  }

  it("two questions at once are asked one after the other", async () => {
    const id = await session.kernel.begin("(await Promise.all([input('a'), input('b')])).join('+')");
    await session.kernel.askedForInput(id);
    await session.kernel.answerInput("1");
    await session.kernel.until("second question", (message, channel) => channel === "stdin" && message.content["prompt"] === "b");
    await session.kernel.answerInput("2");
    expect((await session.kernel.finished(id)).text).to.equal("'1+2'");
  });

  it("is refused where the front end takes none", async () => {
    const { errors } = await session.kernel.execute("await input('anyone?')", { allow_stdin: false });
    expect(errors[0]?.evalue).to.include("allow_stdin");
  });

  it("the kernel answers others while it waits", async () => {
    const id = await session.kernel.begin("await input('later')");
    await session.kernel.askedForInput(id);
    expect((await session.kernel.request("kernel_info_request", {}, "shell", 2000)).reply.content["status"]).to.equal("ok");
    await session.kernel.answerInput("now");
    expect((await session.kernel.finished(id)).text).to.equal("'now'");
  });

  it("a question asked before the front end's stdin has connected is not lost", async () => {
    const kernel = await session.start({ channels: ["shell", "iopub", "control"] });
    const id = await kernel.begin("console.log('asking'); await input('early')");
    await kernel.printed(id, "asking");
    await kernel.connect("stdin");
    await kernel.askedForInput(id);
    await kernel.answerInput("heard");
    expect((await kernel.finished(id)).text).to.equal("'heard'");
  });

  it("an answer that nobody asked for is passed over", async () => {
    await session.kernel.answerInput("unasked");
    expect(await session.kernel.valueOf("1 + 1")).to.equal("2");
  });
});
