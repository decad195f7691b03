// Types across cells over the wire: completion, inspection, warnings, strict cells, as jupyter_client sees them.
import { expect } from "chai";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { descendants as descendantsOf } from "../../src/processes";
import probes from "../../bench/kernel/probes.json";
import type { Json } from "./peer/driver";
import type { Kernel } from "./peer/kernel";
import type { Result } from "./peer/result";
import { useKernel } from "./peer/suite";

interface Completed {
  matches: string[];
  cursor_start: number;
  cursor_end: number;
  types: { start: number; end: number; text: string; type: string }[];
}

/** The protocol's cursor counts characters. */
const cursor = (code: string): Json => ({ code: code.replace("|", ""), cursor_pos: Array.from(code.slice(0, code.indexOf("|"))).length });

async function complete(kernel: Kernel, code: string): Promise<Completed> {
  const { content } = (await kernel.request("complete_request", cursor(code))).reply;
  expect(content["status"]).to.equal("ok");
  const { matches, cursor_start, cursor_end, metadata } = content as unknown as Completed & { metadata: { _jupyter_types_experimental: Completed["types"] } };
  return { matches, cursor_start, cursor_end, types: metadata._jupyter_types_experimental };
}

async function inspect(kernel: Kernel, code: string): Promise<{ found: boolean; plain: string; markdown: string }> {
  const { found, data } = (await kernel.request("inspect_request", { ...cursor(code), detail_level: 0 })).reply.content as { found: boolean; data: Record<string, string> };
  return { found, plain: data["text/plain"] ?? "", markdown: data["text/markdown"] ?? "" };
}

/** Runs a cell as JupyterLab does, which names it. */
async function asJupyterLab(kernel: Kernel, code: string): Promise<Result> {
  const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true };
  return kernel.finished(await kernel.send("shell", "execute_request", content, { metadata: { cellId: "some-cell", deletedCells: [] } }));
}

/** The warning of a cell, which may come as an update after its idle. */
async function warningOf(kernel: Kernel, result: Result): Promise<string> {
  const message = await kernel.until("a type warning", ({ msg_type, content, parent_header }) => /display_data$/.test(msg_type) && parent_header["msg_id"] === result.id && Boolean((content["data"] as Json)["text/plain"]));
  return String((message.content["data"] as Json)["text/plain"]);
}

describe("conformance: completion and inspection", () => {
  const session = useKernel();
  before(async () => {
    for (const cell of probes.cells) await session.kernel.ran(cell);
  });

  for (const { code, has } of probes.completions) {
    it(`completes ${JSON.stringify(code)} with ${has}`, async () => {
      expect((await complete(session.kernel, code)).matches).to.include(has);
    });
  }

  for (const { code, has } of probes.inspections) {
    it(`inspects ${JSON.stringify(code)}: ${has}`, async () => {
      const { found, plain } = await inspect(session.kernel, code);
      expect(found).to.equal(true);
      expect(plain).to.include(has);
    });
  }

  it("counts the cursor in characters, and says of each match what it is", async () => {
    const { cursor_start, cursor_end, types } = await complete(session.kernel, "'😀中'; model.fi|");
    expect([cursor_start, cursor_end]).to.deep.equal([12, 14]);
    expect(types[0]).to.include({ start: 12, end: 14, text: "fit", type: "function" });
  });

  it("offers the kernel's own globals with their documentation", async () => {
    expect((await complete(session.kernel, "clearO|")).matches).to.deep.equal(["clearOutput"]);
    const { markdown } = await inspect(session.kernel, "display|");
    expect(markdown).to.match(/^```typescript\n.*Display[^]*Shows a value under the cell/);
    expect((await complete(session.kernel, "cw.progr|")).matches).to.deep.equal(["progress"]);
  });

  it("offers the library's names, and shows their docstrings", async () => {
    await session.kernel.ran('import { check, data, nn, plot } from "cellwright";');
    expect((await complete(session.kernel, "plot.cur|")).matches).to.deep.equal(["curves"]);
    expect((await complete(session.kernel, "nn.GP|")).matches).to.include("GPT");
    const told = async (code: string): Promise<string> => (await inspect(session.kernel, code)).markdown;
    expect(await told("check|")).to.contain("check(name: string, ok: boolean").and.contain("throws CheckError with the hint");
    expect(await told("plot.curves|([], { alt: '' })")).to.contain("Lines, each with a band if it has one");
    expect(await told("new nn.GPT|")).to.contain("Parameters are named as in GPT-2's published weights");
    expect(await told("data.load|('wine')")).to.contain("its licence and whose it is");
  });

  it("takes a redeclared name's new type, and keeps the old one in the closure before", async () => {
    await session.kernel.ran("const changing = 1; const older = () => changing;");
    expect((await complete(session.kernel, "changing.toF|")).matches).to.deep.equal(["toFixed"]);
    await session.kernel.ran("const changing = 'text';");
    expect((await complete(session.kernel, "changing.toU|")).matches).to.deep.equal(["toUpperCase"]);
    expect((await inspect(session.kernel, "older|")).plain).to.include("() => number");
  });

  it("runs no getter, and looks at no proxy", async () => {
    await session.kernel.ran("var touched = 0; const trap: any = { get deep() { touched++; return { inner: 1 }; }, plain: { inner: 1 } }; const proxy: any = new Proxy({}, { get() { touched++; }, ownKeys() { touched++; return []; } });");
    expect((await complete(session.kernel, "trap.deep.|")).matches).to.deep.equal([]);
    expect((await complete(session.kernel, "trap.plain.|")).matches).to.include("inner");
    expect((await complete(session.kernel, "proxy.|")).matches).to.deep.equal([]);
    expect(await session.kernel.valueOf("touched")).to.equal("0");
  });

  it("answers by the types while a cell computes", async () => {
    const busy = await session.kernel.begin("{ const end = Date.now() + 1500; while (Date.now() < end); } 'computed'");
    await session.kernel.until("busy", ({ msg_type, parent_header }) => msg_type === "execute_input" && parent_header["msg_id"] === busy);
    expect((await complete(session.kernel, "model.fi|")).matches).to.deep.equal(["fit"]);
    expect(session.kernel.outputs(busy).some(({ msg_type }) => msg_type === "execute_result")).to.equal(false);
    expect((await session.kernel.finished(busy)).text).to.equal("'computed'");
  });

  it("finds a local module's exports, with their types", async () => {
    mkdirSync(join(session.kernel.folder, "lib"), { recursive: true });
    writeFileSync(join(session.kernel.folder, "lib", "tools.ts"), "/** Half of it. */\nexport const half = (n: number) => ({ halved: n / 2 });\n");
    expect((await complete(session.kernel, 'import { ha| } from "./lib/tools.ts";')).matches).to.deep.equal(["half"]);
    await session.kernel.ran('import { half } from "./lib/tools.ts";');
    expect((await complete(session.kernel, "half(3).|")).matches).to.deep.equal(["halved"]);
    expect((await inspect(session.kernel, "half|")).plain).to.include("Half of it.");
  });

  it("shows what is known of a name in the pager: Math.max?", async () => {
    const { reply } = await session.kernel.ran("Math.max?");
    const [page] = reply.content["payload"] as { source: string; data: Record<string, string> }[];
    expect(page?.source).to.equal("page");
    expect(page?.data["text/plain"]).to.include("max(...values: number[]): number");
    const missing = await session.kernel.execute("?nothingOfThatName");
    expect(missing.errors[0]?.evalue).to.equal('Nothing is known about "nothingOfThatName".');
  });

  it("answers nonsense with nothing", async () => {
    expect((await complete(session.kernel, "((((|")).cursor_start).to.equal(4);
    expect((await inspect(session.kernel, "   |")).found).to.equal(false);
    const { reply } = await session.kernel.request("complete_request", { code: "a", cursor_pos: -1 });
    expect(reply.content["status"]).to.equal("error");
  });

  it("begins again when TypeScript's server is killed", async function () {
    if (process.platform !== "linux") this.skip();
    const servers = descendantsOf(session.kernel.pid).filter((id) => readFileSync(`/proc/${id}/cmdline`, "utf8").includes("--lsp"));
    expect(servers).to.have.length(1);
    process.kill(Number(servers[0]), "SIGKILL");
    const again = async (): Promise<string[]> => {
      const { matches } = await complete(session.kernel, "model.fi|");
      return matches.length > 0 ? matches : again(); // the request that the death cut short has no answer
    };
    expect(await again()).to.deep.equal(["fit"]);
  });
});

describe("conformance: type warnings", () => {
  const session = useKernel({ env: { CELLWRIGHT_TYPES: "wait" } });

  it("shows a type error under the cell with its line, and runs it all the same", async () => {
    const result = await session.kernel.ran("const first = 1;\nconst wrong: number = 'text';\nwrong");
    expect(result.text).to.equal("'text'");
    expect(await warningOf(session.kernel, result)).to.equal(
      "Cell [1], line 2: Type 'string' is not assignable to type 'number'. (TS2322)\n  1 | const first = 1;\n> 2 | const wrong: number = 'text';\n    |       ^\n  3 | wrong",
    );
    expect(result.types.slice(-2)).to.deep.equal(["display_data", "status"]);
  });

  it("says nothing of what is right, also across cells", async () => {
    await session.kernel.ran("let count = 1; interface Row { id: number } const list: Row[] = [];");
    const { types } = await session.kernel.ran("count = 2; list.push({ id: count }); await Promise.resolve(); using held = { [Symbol.dispose]() {} }; export const exported = list.length;");
    expect(types).to.deep.equal(["status", "execute_input", "status"]);
  });

  it("says nothing of a global that was made at run time, and not twice of one that is missing", async () => {
    await session.kernel.ran("globalThis.made = { a: 1 };");
    expect((await session.kernel.ran("made.a")).types).to.deep.equal(["status", "execute_input", "execute_result", "status"]);
    expect((await session.kernel.execute("notMade.a")).types).to.deep.equal(["status", "execute_input", "error", "status"]);
  });

  it("lets a custom widget's code use the DOM, which other cells have not got", async () => {
    await session.kernel.ran("export const front = { render({ el }: { el: HTMLElement }) { el.append(document.createElement('b')); } };");
    const { types } = await session.kernel.ran("const button = (el: HTMLElement) => el.append(document.createElement('button'));");
    expect(types).to.deep.equal(["status", "execute_input", "status"]);
  });

  it("// @strict keeps a cell with a type error from running", async () => {
    const { errors, status } = await session.kernel.execute("// @strict\nglobalThis.strictRan = true;\nconst n: number = 'x';");
    expect(status).to.equal("error");
    expect(errors[0]?.ename).to.equal("TypeCheckError");
    expect(errors[0]?.evalue).to.equal("Type 'string' is not assignable to type 'number'.; the cell was not run");
    expect(errors[0]?.traceback.join("\n")).to.include("> 3 | const n: number = 'x';");
    expect(await session.kernel.valueOf("'strictRan' in globalThis")).to.equal("false");
    expect((await session.kernel.ran("// @strict\nconst n: number = 7; n")).text).to.equal("7");
  });

  it("obeys the notebook's tsconfig.json", async () => {
    const kernel = await session.start();
    writeFileSync(join(kernel.folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { strict: false } }));
    expect((await kernel.ran("function loose(x) { return x; }")).types).to.deep.equal(["status", "execute_input", "status"]);
  });

  it("removes its folder when it is shut down", async () => {
    const kernel = await session.start();
    const mine = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`cellwright-types-${kernel.pid}-`));
    await kernel.ran("1");
    expect(mine()).to.have.length(1);
    await kernel.shutdown();
    expect(mine()).to.deep.equal([]);
  });
});

describe("conformance: when type warnings come", () => {
  const session = useKernel();

  it("to a front end that names its cells, also where the check is slower than the cell", async () => {
    expect(await warningOf(session.kernel, await asJupyterLab(session.kernel, "const quick: number = 'x';"))).to.include("TS2322");
  });

  it("not to one that does not: what nbclient stores must not depend on chance", async () => {
    expect((await session.kernel.ran("const stored: number = 'x';")).types).to.deep.equal(["status", "execute_input", "status"]);
  });

  it("not where they are turned off", async () => {
    const kernel = await session.start({ env: { CELLWRIGHT_TYPES: "off" } });
    expect((await asJupyterLab(kernel, "const off: number = 'x';")).types).to.deep.equal(["status", "execute_input", "status"]);
  });
});
