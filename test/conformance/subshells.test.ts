// Subshells (JEP 91): cells that run beside the main shell's, in one JavaScript thread.
import { expect } from "chai";
import type { Kernel } from "./peer/kernel";
import { useKernel } from "./peer/suite";

describe("conformance: subshells", () => {
  const session = useKernel();
  let kernel: Kernel;
  let subshell: string;

  const create = async (): Promise<string> => String((await kernel.request("create_subshell_request", {}, "control")).reply.content["subshell_id"]);
  const list = async (): Promise<unknown> => (await kernel.request("list_subshell_request", {}, "control")).reply.content["subshell_id"];
  const remove = async (subshell_id: string): Promise<Record<string, unknown>> => (await kernel.request("delete_subshell_request", { subshell_id }, "control")).reply.content;
  const isRunning = (id: string): Promise<unknown> => kernel.until("execute_input", ({ msg_type, parent_header }) => msg_type === "execute_input" && parent_header["msg_id"] === id);

  before(async () => {
    kernel = session.kernel;
    subshell = await create();
  });

  it("are announced, made, listed and deleted", async () => {
    expect((await kernel.request("kernel_info_request")).reply.content["supported_features"]).to.include("kernel subshells");
    const other = await create();
    expect(await list()).to.deep.equal([subshell, other]);
    expect(await remove(other)).to.deep.equal({ status: "ok" });
    expect(await list()).to.deep.equal([subshell]);
    expect(await remove(other)).to.include({ status: "error", ename: "UnknownSubshellError" });
  });

  it("run a cell while the main shell's awaits, each with its own output", async () => {
    const main = await kernel.begin("console.log('main began'); await new Promise((resolve) => globalThis.go = resolve); console.log('main goes on'); 'main'");
    await kernel.printed(main, "main began");
    const beside = await kernel.finished(await kernel.begin("const fromBeside = 5; console.log('beside'); globalThis.go(); fromBeside", {}, subshell));
    expect([beside.stdout, beside.text]).to.deep.equal(["beside\n", "5"]);
    const ended = await kernel.finished(main);
    expect([ended.stdout, ended.text]).to.deep.equal(["main began\nmain goes on\n", "'main'"]);
    expect(await kernel.valueOf("fromBeside")).to.equal("5");
  });

  it("share the session's names and its count", async () => {
    const first = await kernel.ran("let shared = 1; shared");
    const second = await kernel.finished(await kernel.begin("shared += 1; shared", {}, subshell));
    expect(second.text).to.equal("2");
    expect(second.reply.content["execution_count"]).to.equal(Number(first.reply.content["execution_count"]) + 1);
  });

  it("run their own cells in order", async () => {
    const cells = await Promise.all([1, 2, 3].map((n) => kernel.begin(`await new Promise((resolve) => setTimeout(resolve, ${30 - 10 * n})); console.log(${n}); globalThis.order = [...(globalThis.order ?? []), ${n}]`, {}, subshell)));
    for (const cell of cells) await kernel.finished(cell);
    expect(await kernel.valueOf("globalThis.order.join()")).to.equal("'1,2,3'");
  });

  it("wait while code computes without awaiting, and never break into it", async () => {
    const main = await kernel.begin("for (let lap = 0; lap < 4; lap++) { const until = Date.now() + 100; let prints = 0; while (Date.now() < until) if (prints++ % 200000 === 0) console.log('main', signal.aborted); await null; }\n'done'");
    await isRunning(main);
    const others: string[] = [];
    for (let i = 0; i < 4; i++) others.push(await kernel.begin(`console.log('beside ${i}')`, {}, subshell));
    for (const [i, id] of others.entries()) expect((await kernel.finished(id)).stdout).to.equal(`beside ${i}\n`);
    const ended = await kernel.finished(main);
    expect(ended.text).to.equal("'done'");
    expect(ended.stdout).to.match(/^(main false\n)+$/);
  });

  it("an error aborts what waits in its own shell only", async () => {
    const main = await kernel.begin("await new Promise((resolve) => globalThis.go = resolve); 'main is whole'");
    const mainNext = await kernel.begin("'next'");
    await isRunning(main);
    const failing = await kernel.begin("await null; throw new Error('beside')", {}, subshell);
    const doomed = await kernel.begin("1", {}, subshell);
    expect((await kernel.finished(failing)).errors[0]?.evalue).to.equal("beside");
    expect((await kernel.finished(doomed)).status).to.equal("aborted");
    await kernel.finished(await kernel.begin("globalThis.go()", {}, subshell));
    expect((await kernel.finished(main)).text).to.equal("'main is whole'");
    expect((await kernel.finished(mainNext)).text).to.equal("'next'");
  });

  it("an interrupt stops the cells of all shells, and the session goes on", async () => {
    const main = await kernel.begin("await new Promise(() => {})");
    await isRunning(main);
    const beside = await kernel.begin("while (true) {}", {}, subshell);
    await isRunning(beside);
    await kernel.interrupt();
    expect((await kernel.finished(main)).errors[0]?.ename).to.equal("KeyboardInterrupt");
    expect((await kernel.finished(beside)).errors[0]?.ename).to.equal("KeyboardInterrupt");
    expect(await kernel.valueOf("6 * 7")).to.equal("42");
  });

  it("an interrupt leaves the event loop whole, whenever it comes", async () => {
    for (let round = 0; round < 150; round++) {
      const main = await kernel.begin("await new Promise(() => {})");
      await isRunning(main);
      const beside = await kernel.begin("while (true) {}", {}, subshell);
      await isRunning(beside);
      await new Promise((resolve) => setTimeout(resolve, round % 7));
      await kernel.interrupt();
      for (const id of [main, beside]) expect((await kernel.finished(id, 5000)).errors[0]?.ename, `round ${round}`).to.equal("KeyboardInterrupt");
      kernel.received.length = 0;
    }
  });

  it("an interrupt also ends a cell that has not begun behind a loop", async () => {
    const main = await kernel.begin("while (true) {}");
    await isRunning(main);
    const beside = await kernel.begin("console.log('never')", {}, subshell);
    await isRunning(beside);
    await kernel.interrupt();
    expect((await kernel.finished(main)).errors[0]?.ename).to.equal("KeyboardInterrupt");
    const never = await kernel.finished(beside);
    expect([never.errors[0]?.ename, never.stdout]).to.deep.equal(["KeyboardInterrupt", ""]);
    expect(await kernel.valueOf("6 * 7")).to.equal("42");
  });

  it("a deleted one aborts what waits there, and answers no more", async () => {
    const other = await create();
    const running = await kernel.begin("await new Promise((resolve) => globalThis.go = resolve); 'ends by itself'", {}, other);
    await isRunning(running);
    const waiting = await kernel.begin("1", {}, other);
    await remove(other);
    expect((await kernel.finished(waiting)).status).to.equal("aborted");
    await kernel.ran("globalThis.go()");
    expect((await kernel.finished(running)).text).to.equal("'ends by itself'");
    const late = await kernel.finished(await kernel.begin("1", {}, other));
    expect(late.reply.content).to.include({ status: "error", ename: "UnknownSubshellError" });
  });
});
