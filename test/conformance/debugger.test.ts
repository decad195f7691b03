// The debugger over the wire, as JupyterLab drives it through jupyter_client.
import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json, PeerMessage } from "./peer/driver";
import type { Kernel } from "./peer/kernel";
import type { Result } from "./peer/result";
import { useKernel } from "./peer/suite";

interface Frame { id: number; name: string; line: number; source: { path: string } }
interface Variable { name: string; value: string; variablesReference: number }

const TOTAL = `interface Row { id: number }
enum Mode { Fast, Slow }

function total(rows: Row[], mode: Mode): number {
  let sum = 0;
  for (const r of rows) {
    sum += r.id;
  }
  return sum;
}
const data: Row[] = [{ id: 1 }, { id: 2 }];
const res = total(data, Mode.Slow);
await null;
const after = res + 1;
after`;

/** One front end's side of the protocol. */
class Client {
  #sequence = 0;
  #stops = 0;

  constructor(readonly kernel: Kernel) {}

  /** The body of the answer. @throws if the debugger says no. */
  async ask<Body = Json>(command: string, given: Json = {}): Promise<Body> {
    const { content } = (await this.kernel.request("debug_request", { seq: ++this.#sequence, type: "request", command, arguments: given }, "control")).reply;
    if (content["success"] !== true) throw new Error(String(content["message"]));
    return content["body"] as Body;
  }

  async attach(): Promise<void> {
    await this.ask("initialize", { clientID: "test" });
    await this.ask("attach");
  }

  /** Breakpoints in the text of a cell. @returns the lines that they came to lie on. */
  async breakAt(code: string, ...breakpoints: Json[]): Promise<unknown[]> {
    const { sourcePath } = await this.ask<{ sourcePath: string }>("dumpCell", { code });
    const answer = await this.ask<{ breakpoints: { line: number; verified: boolean }[] }>("setBreakpoints", { source: { path: sourcePath }, breakpoints });
    return answer.breakpoints.map(({ line, verified }) => (verified ? line : "unverified"));
  }

  /** Waits for the next stop. @returns why, and the frames. */
  async stopped(): Promise<{ reason: string; frames: Frame[] }> {
    const wanted = ++this.#stops;
    const event = await this.kernel.until(`stop ${wanted}`, (message) => isStop(message) && this.#stopsUntil(message) === wanted, STOP_MS);
    const { stackFrames } = await this.ask<{ stackFrames: Frame[] }>("stackTrace", { threadId: 1 });
    return { reason: String((event.content["body"] as Json)["reason"]), frames: stackFrames };
  }

  /** Lines of the frames, innermost first. */
  async stoppedAt(): Promise<number[]> {
    return (await this.stopped()).frames.map(({ line }) => line);
  }

  async locals(frameId = 1): Promise<Record<string, string>> {
    const { scopes } = await this.ask<{ scopes: { name: string; variablesReference: number }[] }>("scopes", { frameId });
    const inner = scopes.filter(({ name }) => name !== "Session");
    const lists = await Promise.all(inner.map(async ({ variablesReference }) => (await this.ask<{ variables: Variable[] }>("variables", { variablesReference })).variables));
    return Object.fromEntries(lists.flat().map(({ name, value }) => [name, value]));
  }

  #stopsUntil(event: PeerMessage): number {
    return this.kernel.received.map(({ message }) => message).filter(isStop).indexOf(event) + 1;
  }
}

const STOP_MS = 10_000;

const isStop = ({ msg_type, content }: PeerMessage): boolean => msg_type === "debug_event" && content["event"] === "stopped";

describe("conformance: debugger", () => {
  const session = useKernel();
  let client: Client;
  const { kernel, run, finished } = {
    kernel: (): Kernel => session.kernel,
    run: (code: string): Promise<string> => session.kernel.begin(code),
    finished: (id: string): Promise<Result> => session.kernel.finished(id),
  };

  before(async () => {
    client = new Client(session.kernel);
    await client.attach();
  });

  it("is announced in kernel_info, and says how it names sources", async () => {
    const { content } = (await kernel().request("kernel_info_request")).reply;
    expect(content["debugger"]).to.equal(true);
    expect(content["supported_features"]).to.include("debugger");
    const info = await client.ask("debugInfo");
    expect(info).to.deep.include({ isStarted: true, hashMethod: "Murmur2", hashSeed: 0xc70f6907, tmpFileSuffix: ".ts", stoppedThreads: [], breakpoints: [] });
  });

  it("stops at a line, shows frames, scopes and variables, and goes on", async () => {
    expect(await client.breakAt(TOTAL, { line: 7 })).to.deep.equal([7]);
    const cell = await run(TOTAL);
    const { reason, frames } = await client.stopped();
    expect(reason).to.equal("breakpoint");
    expect(frames.map(({ name, line }) => [name.replace(/\d+/, "n"), line])).to.deep.equal([["total", 7], ["Cell [n]", 12]]);
    expect(await client.locals()).to.include({ r: "{id: 1}", sum: "0", mode: "1" });
    expect(await client.ask("evaluate", { expression: "rows.map((r) => r.id * 10).join()", frameId: 1 })).to.include({ result: '"10,20"', type: "string" });
    await client.ask("continue", { threadId: 1 });
    expect(await client.stoppedAt()).to.deep.equal([7, 12]);
    await client.ask("continue", { threadId: 1 });
    expect((await finished(cell)).text).to.equal("4");
  });

  it("opens a value's parts only when asked, and no getter", async () => {
    const code = "const holder = { list: [1, 2], get costly() { throw new Error('ran'); } };\nholder;";
    await client.breakAt(code, { line: 2 });
    const cell = await run(code);
    await client.stopped();
    const { variablesReference } = await client.ask<Variable>("evaluate", { expression: "holder", frameId: 1 });
    const { variables } = await client.ask<{ variables: Variable[] }>("variables", { variablesReference });
    expect(variables.map(({ name, value }) => [name, value])).to.deep.include.members([["list", "(2) [1, 2]"], ["costly", "(getter)"]]);
    const list = variables.find(({ name }) => name === "list");
    const page = await client.ask<{ variables: Variable[] }>("variables", { variablesReference: list?.variablesReference ?? 0, filter: "indexed", start: 1, count: 1 });
    expect(page.variables.map(({ name, value }) => [name, value])).to.deep.equal([["1", "2"]]);
    await client.ask("continue");
    await finished(cell);
    expect(await client.ask("variables", { variablesReference }).catch((error: Error) => error.message)).to.match(/the session has gone on since/);
  });

  it("steps over, into and out of calls, and past an await", async () => {
    const code = "const two = total([{ id: 5 }], Mode.Fast);\nawait Promise.resolve();\nconst three = two + 1;\nthree";
    await client.breakAt(TOTAL);
    await client.breakAt(code, { line: 1 });
    const cell = await run(code);
    expect(await client.stoppedAt()).to.deep.equal([1]);
    await client.ask("stepIn");
    expect((await client.stopped()).frames.map(({ name, line }) => [name.replace(/\d+/, "n"), line])).to.deep.equal([["total", 5], ["Cell [n]", 1]]);
    await client.ask("next");
    expect((await client.stoppedAt())[0]).to.equal(6);
    await client.ask("stepOut");
    const lines: number[] = [];
    for (let last = (await client.stoppedAt())[0]; last !== 3; last = (await client.stoppedAt())[0]) {
      lines.push(last ?? 0);
      await client.ask("next");
    }
    expect(lines, "out of the call, by way of the await").to.include(2).and.to.satisfy((seen: number[]) => seen.every((line) => line <= 2));
    await client.ask("continue");
    expect((await finished(cell)).text).to.equal("6");
  });

  it("stops where a condition holds, and writes logpoints without stopping", async () => {
    await client.breakAt(TOTAL, { line: 7, condition: "r.id === 2" }, { line: 9, logMessage: "sum is {sum}" });
    const cell = await run(TOTAL);
    await client.stopped();
    expect(await client.locals()).to.include({ r: "{id: 2}", sum: "1" });
    await client.ask("continue");
    expect((await finished(cell)).stdout).to.equal("sum is 3\n");
    await client.breakAt(TOTAL);
  });

  it("moves a breakpoint on a line without code to the next that has some, and says where there is none", async () => {
    expect(await client.breakAt("const a = 1;\n\n// a remark\nconst b = 2;", { line: 2 })).to.deep.equal([4]);
    expect(await client.breakAt("interface OnlyAType { a: 1 }", { line: 1 })).to.deep.equal(["unverified"]);
  });

  it("stops at errors: all of them, or those that no try catches", async () => {
    const code = "function risky(o: any) {\n  try { o.a.b; } catch { }\n  return o.x.y;\n}\nrisky({});";
    await client.ask("setExceptionBreakpoints", { filters: ["all"] });
    const first = await run(code);
    expect(await client.stoppedAt()).to.deep.equal([2, 5]);
    await client.ask("continue");
    expect(await client.stoppedAt()).to.deep.equal([3, 5]);
    await client.ask("continue");
    await finished(first);
    await client.ask("setExceptionBreakpoints", { filters: ["uncaught"] });
    const second = await run(code);
    const { reason, frames } = await client.stopped();
    expect([reason, frames[0]?.line]).to.deep.equal(["exception", 3]);
    expect(await client.ask("exceptionInfo", { threadId: 1 })).to.include({ exceptionId: "TypeError" });
    await client.ask("continue");
    expect((await finished(second)).status).to.equal("error");
    await client.ask("setExceptionBreakpoints", { filters: [] });
  });

  it("stops in a local module, and shows its source", async () => {
    const path = join(kernel().folder, "halves.ts");
    writeFileSync(path, "export function half(n: number): number {\n  const part: number = n / 2;\n  return part;\n}\n");
    await client.ask("setBreakpoints", { source: { path }, breakpoints: [{ line: 3 }] });
    const cell = await run('import { half } from "./halves.ts";\nhalf(8)');
    const { frames } = await client.stopped();
    expect([frames[0]?.name, frames[0]?.line, frames[0]?.source.path]).to.deep.equal(["half", 3, path]);
    expect(await client.locals()).to.include({ part: "4" });
    expect((await client.ask("source", { source: { path } }))["content"]).to.include("n / 2");
    await client.ask("continue");
    expect((await finished(cell)).text).to.equal("4");
  });

  it("an interrupt ends a cell that it has stopped; heartbeat and kernel_info answer meanwhile", async () => {
    const code = "let reached = 0;\nreached = 1;\nreached = 2;";
    await client.breakAt(code, { line: 3 });
    const cell = await run(code);
    await client.stopped();
    expect(await kernel().heartbeat()).to.be.below(5000);
    expect((await kernel().request("kernel_info_request", {}, "control")).reply.content["status"]).to.equal("ok");
    await kernel().interrupt();
    expect((await finished(cell)).errors[0]?.ename).to.equal("KeyboardInterrupt");
    expect(await kernel().valueOf("reached")).to.equal("1");
  });

  it("pauses a loop that never ends", async () => {
    const cell = await run("let turns = 0;\nwhile (true) {\n  turns++;\n}");
    await kernel().until("busy", ({ msg_type, parent_header }) => msg_type === "execute_input" && parent_header["msg_id"] === cell);
    await client.ask("pause", { threadId: 1 });
    const { reason, frames } = await client.stopped();
    expect(reason).to.equal("pause");
    expect(frames[0]?.line).to.be.oneOf([2, 3]);
    await kernel().interrupt();
    await finished(cell);
  });

  it("lists the session's variables without a stop, and shows one richly", async () => {
    await kernel().ran("const shownByList = [1, 2, 3];");
    const { variables } = await client.ask<{ variables: Variable[] }>("inspectVariables");
    expect(variables.find(({ name }) => name === "shownByList")).to.include({ value: "(3) [1, 2, 3]" });
    const rich = await client.ask<{ data: Record<string, string> }>("richInspectVariables", { variableName: "shownByList" });
    expect(rich.data["text/plain"]).to.equal("[ 1, 2, 3 ]");
  });

  it("copies a local to the globals", async () => {
    const code = "function keep(): void {\n  const inner = { kept: true };\n  void inner;\n}\nkeep();";
    await client.breakAt(code, { line: 3 });
    const cell = await run(code);
    await client.stopped();
    await client.ask("copyToGlobals", { srcVariableName: "inner", dstVariableName: "copied", srcFrameId: 1 });
    await client.ask("continue");
    await finished(cell);
    expect(await kernel().valueOf("copied.kept")).to.equal("true");
  });

  it("keeps its breakpoints when a cell kills the executor", async () => {
    const code = "const again = 1;\nagain;";
    await client.breakAt(code, { line: 2 });
    await kernel().execute("process.exit(1)");
    const cell = await run(code);
    expect(await client.stoppedAt()).to.deep.equal([2]);
    await client.ask("continue");
    expect((await finished(cell)).text).to.equal("1");
  });

  it("says no to what it does not know, or what makes no sense now", async () => {
    const no = (command: string, given?: Json): Promise<string> => client.ask(command, given).then(() => "yes", (error: Error) => error.message);
    expect(await no("nonsense")).to.equal('The debugger does not know "nonsense".');
    expect(await no("toString")).to.equal('The debugger does not know "toString".');
    expect(await no("stackTrace")).to.equal("The session is not stopped.");
    expect(await no("source", { source: { path: "/not/there.ts" } })).to.equal("There is no source /not/there.ts.");
    expect((await kernel().request("debug_request", { command: "attach" }, "control")).reply.content["status"]).to.equal("error");
  });

  it("lets everything run once it is disconnected", async () => {
    const code = "const last = 9;\nlast";
    await client.breakAt(code, { line: 2 });
    await client.ask("disconnect", { restart: false });
    expect((await kernel().ran(code)).text).to.equal("9");
    expect(await client.ask("debugInfo")).to.include({ isStarted: false });
  });
});
