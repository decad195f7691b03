// What VS Code's Jupyter extension expects of a kernel, by the client library that it uses, over raw sockets as it does.
import { KernelMessage } from "@jupyterlab/services";
import { expect } from "chai";
import { VsCode } from "./peer/vscode";
import { kernelspecs } from "./peer/kernelspec";

const CELL = { cellId: "vscode-notebook-cell:/notebook.ipynb#W0sZmlsZQ%3D%3D" };

describe("conformance: VS Code", function () {
  this.timeout(60_000);
  let code: VsCode;

  before(async () => {
    code = await VsCode.start();
    await code.ready();
  });

  after(() => code?.close());

  /** As the extension runs a cell: errors do not stop the queue, input is allowed, the cell is named. */
  const run = (source: string): { done: Promise<KernelMessage.IExecuteReplyMsg>; outputs: KernelMessage.IIOPubMessage[]; ask(answer: string): void } => {
    const future = code.kernel.requestExecute({ code: source, silent: false, stop_on_error: false, allow_stdin: true, store_history: true }, false, CELL);
    const outputs: KernelMessage.IIOPubMessage[] = [];
    future.onIOPub = (message) => void outputs.push(message);
    return { done: future.done as Promise<KernelMessage.IExecuteReplyMsg>, outputs, ask: (value) => void (future.onStdin = (request) => future.sendInputReply({ value, status: "ok" }, request.header as never)) };
  };
  const dataOf = (outputs: KernelMessage.IIOPubMessage[], type: string): string[] => outputs.filter(({ header }) => header.msg_type === type).map(({ content }) => JSON.stringify(content));

  const control = (msgType: string, content: object = {}): Promise<unknown> => {
    const message = KernelMessage.createMessage({ msgType: msgType as "interrupt_request", channel: "control", username: "vscode", session: code.kernel.clientId, content: content as Record<string, never> });
    return code.kernel.sendControlMessage(message, true).done;
  };

  it("is ready by kernel_info and a message on iopub", async () => {
    const info = await code.kernel.info;
    expect(info.language_info).to.include({ name: "typescript", file_extension: ".ts", mimetype: "text/typescript" });
    expect(info.status).to.equal("ok");
  });

  it("runs a named cell: reply, result, idle", async () => {
    const cell = run("const rows = [1, 2, 3];\nrows.map((n) => n * 2)");
    const reply = await cell.done;
    expect(reply.content).to.include({ status: "ok", execution_count: 1 });
    expect(dataOf(cell.outputs, "execute_result")[0]).to.include("[ 2, 4, 6 ]");
    await new Promise((resolve) => setImmediate(resolve)); // the library settles the request first
    expect(code.kernel.status).to.equal("idle");
  });

  it("shows type warnings under a named cell, since somebody sits before it", async () => {
    const cell = run('const wrong: number = "text";\n0');
    await cell.done;
    const warned = (): boolean => [...dataOf(cell.outputs, "display_data"), ...dataOf(cell.outputs, "update_display_data")].some((data) => data.includes("TS2322"));
    for (let waited = 0; !warned() && waited < 100; waited++) await new Promise((resolve) => setTimeout(resolve, 100));
    expect(warned()).to.equal(true);
  });

  it("interrupts by message; what waits behind is aborted, and the next cell runs", async () => {
    expect(kernelspecs.read().interrupt_mode).to.equal("message");
    const busy = run("console.log('busy'); while (true) {}");
    const next = run("'waits'");
    while (dataOf(busy.outputs, "stream").length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await control("interrupt_request");
    expect((await busy.done).content).to.include({ status: "error", ename: "KeyboardInterrupt" });
    expect((await next.done).content.status).to.equal("aborted");
    expect((await run("1 + 1").done).content.status).to.equal("ok");
  });

  it("an error does not stop the cells behind it", async () => {
    const failing = run("throw new Error('first')");
    const next = run("'second'");
    expect((await failing.done).content.status).to.equal("error");
    expect((await next.done).content.status).to.equal("ok");
  });

  it("asks the user by stdin", async () => {
    const cell = run('await input("name?")');
    cell.ask("Ada");
    await cell.done;
    expect(dataOf(cell.outputs, "execute_result")[0]).to.include("Ada");
  });

  it("completes, inspects and judges completeness", async () => {
    await run("const table = { total: 3 };").done;
    const completed = await code.kernel.requestComplete({ code: "table.", cursor_pos: 6 });
    expect(completed.content).to.have.property("matches").that.includes("total");
    const inspected = await code.kernel.requestInspect({ code: "table", cursor_pos: 3, detail_level: 0 });
    expect(JSON.stringify(inspected.content)).to.include("total: number");
    expect((await code.kernel.requestIsComplete({ code: "if (table) {" })).content.status).to.equal("incomplete");
  });

  it("carries comms over a subshell of the client's, while a cell awaits", async () => {
    await run('cw.comms.register("echo", (comm) => comm.on("message", ({ data }) => comm.send({ back: data["value"] })));').done;
    const waiting = run("await new Promise((resolve) => globalThis.release = resolve)");
    const comm = code.kernel.createComm("echo");
    const back = new Promise((resolve) => (comm.onMsg = ({ content }) => resolve(content.data)));
    await comm.open().done;
    comm.send({ value: 42 });
    expect(await back).to.deep.equal({ back: 42 });
    const listed = await code.kernel.requestListSubshell({}).done;
    expect(listed?.content).to.have.property("subshell_id").that.has.length(1);
    await control("interrupt_request");
    await waiting.done;
  });

  it("ends on shutdown_request", async () => {
    const ended = code.ended();
    void control("shutdown_request", { restart: false });
    expect(await ended).to.equal(0);
  });
});
