// Every byte that a cell writes arrives, in order, in its cell, before the cell's idle.
import { expect } from "chai";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useKernel } from "./peer/suite";

const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\n`).join("");

describe("conformance: output", () => {
  const session = useKernel();

  it("20,000 lines of console.log arrive in order, none lost, before idle", async () => {
    const { stdout, messages } = await session.kernel.ran("for (let i = 0; i < 20_000; i++) console.log(`line ${i}`);");
    expect(stdout === numbered(20_000)).to.equal(true);
    expect(messages.at(-1)?.content["execution_state"]).to.equal("idle");
    expect(messages.length).to.be.below(1000);
  });

  it("process.stdout.write of strings, bytes and encodings, with its callback", async () => {
    const code = "process.stdout.write('text,'); process.stdout.write(Buffer.from('bytes,')); process.stdout.write('68696a', 'hex');\nawait new Promise<void>((done) => process.stdout.write(',called', () => done()));";
    expect((await session.kernel.ran(code)).stdout).to.equal("text,bytes,hij,called");
  });

  it("characters cut in two between writes come whole", async () => {
    const code = "const bytes = Buffer.from('大模型 🚀');\nfor (const byte of bytes) process.stdout.write(Uint8Array.of(byte));";
    expect((await session.kernel.ran(code)).stdout).to.equal("大模型 🚀");
  });

  it("stdout and stderr keep their order", async () => {
    const { messages } = await session.kernel.ran("console.log('1'); console.error('2'); console.log('3'); console.warn('4');");
    const streams = messages.filter(({ msg_type }) => msg_type === "stream").map(({ content }) => `${String(content["name"])} ${String(content["text"]).trim()}`);
    expect(streams).to.deep.equal(["stdout 1", "stderr 2", "stdout 3", "stderr 4"]);
  });

  it("streams, displays and the result keep their order", async () => {
    const { types } = await session.kernel.ran("console.log('a'); display.markdown('*b*'); console.log('c'); display.html('<i>d</i>'); 'e'");
    expect(types).to.deep.equal(["status", "execute_input", "stream", "display_data", "stream", "display_data", "execute_result", "status"]);
  });

  it("an inherited child process's output arrives before idle", async () => {
    const code = "import { spawnSync, spawn } from 'node:child_process';\nspawnSync('sh', ['-c', 'echo from child; echo to stderr >&2'], { stdio: 'inherit' });\nconst child = spawn('sh', ['-c', 'for i in 1 2 3; do echo child $i; done'], { stdio: 'inherit' });\nawait new Promise((done) => child.on('exit', done));";
    const { stdout, stderr } = await session.kernel.ran(code);
    expect(stdout).to.equal("from child\nchild 1\nchild 2\nchild 3\n");
    expect(stderr).to.equal("to stderr\n");
  });

  it("a megabyte of an inherited child's output arrives whole", async () => {
    const { stdout } = await session.kernel.ran("import { execFileSync } from 'node:child_process';\nexecFileSync(process.execPath, ['-e', `process.stdout.write('0123456789abcde\\\\n'.repeat(65536))`], { stdio: 'inherit' });");
    expect(stdout.length).to.equal(2 ** 20);
  });

  it("raw writes to descriptors 1 and 2 arrive", async () => {
    const { stdout, stderr } = await session.kernel.ran("import { writeSync } from 'node:fs';\nwriteSync(1, 'raw out\\n'); writeSync(2, 'raw err\\n');");
    expect([stdout, stderr]).to.deep.equal(["raw out\n", "raw err\n"]);
  });

  const HOST = "const host = globalThis[Symbol.for('cellwright.host')]; const { writeSync } = await import('node:fs');\n";

  it("what native code writes while the host is asked for quiet is dropped; what comes before and after it arrives", async () => {
    const { stdout, stderr } = await session.kernel.ran(`${HOST}writeSync(2, 'before '); const two = host.quietly(() => { writeSync(1, 'noise'); writeSync(2, 'noise'); return 2; }); writeSync(2, 'after ' + two);`);
    expect([stdout, stderr]).to.deep.equal(["", "before after 2"]);
  });

  it("it is shown if the work throws", async () => {
    const { stderr } = await session.kernel.ran(`${HOST}try { host.quietly(() => { writeSync(2, 'the reason'); throw new Error('no'); }); } catch {}`);
    expect(stderr).to.equal("the reason");
  });

  it("it is shown if the work is interrupted, and the next cell is heard", async () => {
    const id = await session.kernel.begin(`${HOST}console.log('busy'); host.quietly(() => { writeSync(2, 'the reason'); for (;;); });`);
    await session.kernel.printed(id, "busy");
    await session.kernel.interrupt();
    await session.kernel.finished(id);
    expect(session.kernel.outputs(id).filter(({ content }) => content["name"] === "stderr").map(({ content }) => content["text"]).join("")).to.equal("the reason");
    expect((await session.kernel.ran("(await import('node:fs')).writeSync(2, 'heard');")).stderr).to.equal("heard");
  });

  it("worker threads' output arrives", async () => {
    const code = "import { Worker } from 'node:worker_threads';\nconst worker = new Worker('for (let i = 0; i < 100; i++) console.log(`worker ${i}`); process.stderr.write(`worker done`)', { eval: true });\nawait new Promise((done) => worker.on('exit', done));";
    const { id } = await session.kernel.ran(code);
    await session.kernel.printed(id, "worker 99\n");
    await session.kernel.printed(id, "worker done");
    const stdout = session.kernel.outputs(id).filter(({ content }) => content["name"] === "stdout").map(({ content }) => content["text"]).join("");
    expect(stdout).to.equal(Array.from({ length: 100 }, (_, i) => `worker ${i}\n`).join(""));
  });

  it("what looks like the kernel's own marks is only text", async () => {
    const { stdout } = await session.kernel.ran("import { writeSync } from 'node:fs';\nwriteSync(1, '\\u0000cellwright:guess:1\\u0000 text');");
    expect(stdout).to.equal("\u0000cellwright:guess:1\u0000 text");
  });

  it("ten million characters in one write", async () => {
    expect((await session.kernel.ran("process.stdout.write('y'.repeat(10_000_000))")).stdout.length).to.equal(10_000_000);
  });

  it("console.table, dir, group, time, count and assert print", async () => {
    const { stdout, stderr } = await session.kernel.ran("console.table([{ a: 1 }]); console.group('G'); console.dir({ b: 2 }); console.groupEnd(); console.count(); console.assert(false, 'claim');");
    expect(stdout).to.include("│").and.include("G\n  { b: 2 }").and.include("default: 1");
    expect(stderr).to.include("claim");
  });

  it("a cell without output sends no stream", async () => {
    expect((await session.kernel.ran("const quiet = 1;")).types).to.deep.equal(["status", "execute_input", "status"]);
  });

  it("a local module's output belongs to the cell that calls it", async () => {
    writeFileSync(join(session.kernel.folder, "speaker.ts"), "export const speak = (text: string): void => console.log(text);");
    await session.kernel.ran("import { speak } from './speaker';");
    expect((await session.kernel.ran("speak('hello')")).stdout).to.equal("hello\n");
  });

  it("output printed at once arrives while the cell still runs", async () => {
    const id = await session.kernel.begin("console.log('soon'); await input('wait');");
    await session.kernel.printed(id, "soon");
    await session.kernel.askedForInput(id);
    await session.kernel.answerInput("");
    expect((await session.kernel.finished(id)).status).to.equal("ok");
  });
});

describe("conformance: display", () => {
  const session = useKernel();

  it("every mime type has a plain text beside it", async () => {
    const code = "display.html('<b>h</b>'); display.markdown('**m**'); display.latex('$x$'); display.svg('<svg/>'); display.json({ a: 1 }); display.png(new Uint8Array([1, 2])); display.mime({ 'application/x-own': 1 });";
    const bundles = (await session.kernel.ran(code)).all("display_data").map(({ data }) => Object.keys(data as object));
    expect(bundles.map((types) => types.find((type) => type !== "text/plain"))).to.deep.equal(["text/html", "text/markdown", "text/latex", "image/svg+xml", "application/json", "image/png", "application/x-own"]);
    for (const types of bundles) expect(types).to.include("text/plain");
  });

  it("a handle updates what it showed, from a later cell too", async () => {
    const shown = await session.kernel.ran("const handle = display('first', { id: 'own-id' });");
    const update = await session.kernel.ran("handle.update('second');");
    expect(shown.all("display_data")[0]?.["transient"]).to.deep.equal({ display_id: "own-id" });
    expect(update.all("update_display_data")[0]).to.deep.include({ transient: { display_id: "own-id" } });
    expect(update.all("update_display_data")[0]).to.have.nested.property("data.text/plain").that.include("second");
  });

  it("an object shows itself by Symbol.for('Jupyter.display')", async () => {
    const { messages } = await session.kernel.ran("({ [Symbol.for('Jupyter.display')]: () => ({ 'text/html': '<u>own</u>', 'text/plain': 'own' }) })");
    const result = messages.find(({ msg_type }) => msg_type === "execute_result");
    expect(result?.content["data"]).to.deep.equal({ "text/html": "<u>own</u>", "text/plain": "own" });
  });

  it("the tags html, md and svg make displays", async () => {
    const { messages } = await session.kernel.ran("html`<p>${1 + 1}</p>`");
    const data = messages.find(({ msg_type }) => msg_type === "execute_result")?.content["data"] as Record<string, string>;
    expect(data["text/html"]).to.include("2");
  });

  it("clearOutput sends clear_output with wait", async () => {
    const { messages } = await session.kernel.ran("console.log('gone'); clearOutput({ wait: true }); clearOutput(); console.log('stays');");
    expect(messages.filter(({ msg_type }) => msg_type === "clear_output").map(({ content }) => content["wait"])).to.deep.equal([true, false]);
  });

  it("a display handle as the last value is no result", async () => {
    expect((await session.kernel.ran("display('shown once')")).types.filter((type) => /result|display/.test(type))).to.deep.equal(["display_data"]);
  });
});
