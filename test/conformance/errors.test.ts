// What a user is told of an error: the right line of the right cell, its source, in colour.
import { expect } from "chai";
import { useKernel } from "./peer/suite";

describe("conformance: tracebacks", () => {
  const session = useKernel();

  it("name the cell and the line, count blank lines and imports above", async () => {
    const { traceback, reply } = await session.kernel.execute("import path from 'node:path';\nimport type { Stats } from 'node:fs';\n\n\nconst a: number = 1;\n\nthrow new Error('here');");
    expect(traceback).to.include(`Cell [${String(reply.content["execution_count"])}], line 7`);
    expect(traceback).to.match(/> 7 \| throw new Error\('here'\);/);
  });

  it("mark the column with a caret", async () => {
    const { traceback } = await session.kernel.execute("const text: string | undefined = undefined as never;\nconst n = 1 + text.length;");
    const lines = traceback.split("\n");
    const shown = lines.findIndex((line) => line.includes("> 2 |"));
    const caret = lines[shown + 1]?.indexOf("^") ?? -1;
    expect(lines[shown]?.slice(caret)).to.match(/^(text\.)?length/);
  });

  it("show the lines around", async () => {
    const { traceback } = await session.kernel.execute("const one = 1;\nconst two = 2;\nnull!.three;\nconst four = 4;");
    expect(traceback).to.include("2 | const two = 2;").and.include("4 | const four = 4;");
  });

  it("are coloured", async () => {
    const { colouredTraceback } = await session.kernel.execute("throw new RangeError('red')");
    expect(colouredTraceback).to.match(/\u001b\[31mRangeError\u001b\[39m/);
  });

  it("hold lines inside enums, namespaces and decorated classes", async () => {
    const code = "enum E { A, B }\nnamespace N {\n  export const a = 1;\n}\nconst mark = (_: unknown, __: unknown) => {};\n@mark\nclass D {\n  run(): never {\n    throw new Error('deep');\n  }\n}\nnew D().run();";
    expect((await session.kernel.execute(code)).traceback).to.match(/> +9 \| +throw new Error\('deep'\);/);
  });

  it("follow the stack through an earlier cell", async () => {
    const first = await session.kernel.ran("\nfunction inEarlierCell(): never {\n  throw new Error('from before');\n}");
    const second = await session.kernel.execute("\n\ninEarlierCell();");
    expect(second.traceback).to.include(`Cell [${String(first.reply.content["execution_count"])}], line 3`);
    expect(second.traceback).to.include(`Cell [${String(second.reply.content["execution_count"])}], line 3`);
  });

  it("show no frame of the kernel's own", async () => {
    const { traceback } = await session.kernel.execute("JSON.parse('{')");
    expect(traceback).not.to.match(/dist[\\/]kernel|__cellwright|ts-cell:|node:internal/);
  });

  it("tell causes and extra properties", async () => {
    const { traceback } = await session.kernel.execute("throw Object.assign(new Error('outer', { cause: new Error('the cause') }), { code: 'E_OWN' })");
    expect(traceback).to.include("the cause").and.include("E_OWN");
  });

  it("of an error made in a callback name the callback's line", async () => {
    const { traceback } = await session.kernel.execute("[1, 2].map((n) => {\n  if (n === 2) throw new Error('second');\n  return n;\n});");
    expect(traceback).to.match(/> 2 \| +if \(n === 2\)/);
  });

  it("of a rejected promise name the line that rejected", async () => {
    const { traceback } = await session.kernel.execute("const later = async () => {\n  await null;\n  throw new Error('late line');\n};\nawait later();");
    expect(traceback).to.match(/> 3 \| +throw new Error\('late line'\);/);
  });
});

describe("conformance: syntax errors", () => {
  const session = useKernel();

  it("come on iopub and in the reply, with line and source", async () => {
    const { errors, reply, traceback } = await session.kernel.execute("const fine = 1;\n\nconst = 2;");
    expect(errors).to.have.length(1);
    expect([errors[0]?.ename, reply.content["ename"], reply.content["status"]]).to.deep.equal(["SyntaxError", "SyntaxError", "error"]);
    expect(traceback).to.include("line 3").and.include("const = 2;");
  });

  it("run nothing of their cell", async () => {
    await session.kernel.execute("console.log('ran'); globalThis.ranBeforeSyntaxError = true;\nlet let = ;");
    expect(await session.kernel.valueOf("'ranBeforeSyntaxError' in globalThis")).to.equal("false");
  });

  it("that only V8 sees are errors too", async () => {
    for (const code of ["const twice = 1;\nconst twice = 2;", "break;", "new.target", "function f() { 'use strict'; with ({}) {} }", "let a; { var a; }", "/(/"]) {
      const { errors, status } = await session.kernel.execute(code);
      expect([status, errors[0]?.ename], code).to.deep.equal(["error", "SyntaxError"]);
    }
    expect(await session.kernel.valueOf("1 + 1")).to.equal("2");
  });
});

describe("conformance: errors after the cell has ended", () => {
  const session = useKernel();
  /** Waits for the late error of a finished cell. */
  const lateError = (id: string): ReturnType<typeof session.kernel.until> =>
    session.kernel.until("late error", (message) => message.msg_type === "error" && message.parent_header["msg_id"] === id);

  for (const [what, code] of Object.entries({
    "a timer that throws": "\nsetTimeout(() => {\n  throw new Error('late');\n}, 30);",
    "a rejection that nobody awaits": "\nvoid (async () => {\n  await new Promise((r) => setTimeout(r, 30)); throw new Error('late');\n})();",
    "an immediate that throws": "\nsetImmediate(() => {\n  throw new Error('late');\n});",
    "a microtask that throws": "\nqueueMicrotask(() => {\n  throw new Error('late');\n});",
    "a listener of an emitter that throws": "import { EventEmitter } from 'node:events';\nconst emitter = new EventEmitter(); setTimeout(() => emitter.emit('go'), 30); emitter.on('go', () => {\n  throw new Error('late');\n});",
  })) {
    it(`${what} is shown in the cell that started it, with its line`, async () => {
      const first = await session.kernel.execute(code);
      const second = await session.kernel.ran("await new Promise((r) => setTimeout(r, 60)); 'other cell'");
      const { content } = await lateError(first.id);
      expect(content["evalue"]).to.equal("late");
      expect(String((content["traceback"] as string[]).join("\n"))).to.include("line 3");
      expect(second.types).not.to.include("error");
    });
  }

  it("leave the session alive", async () => {
    await session.kernel.ran("const survivor = 'alive'; setTimeout(() => { throw new Error('x') }, 1); Promise.reject(new Error('y')); await new Promise((r) => setTimeout(r, 20));");
    expect(await session.kernel.valueOf("survivor")).to.equal("'alive'");
  });

  it("an output of a timer is shown in the cell that set it", async () => {
    const first = await session.kernel.ran("setTimeout(() => console.log('tick of the first'), 40);");
    const second = await session.kernel.ran("console.log('second'); await new Promise((r) => setTimeout(r, 80));");
    await session.kernel.printed(first.id, "tick of the first");
    expect(second.stdout).to.equal("second\n");
  });
});
