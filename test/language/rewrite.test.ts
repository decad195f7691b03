// Rewritten cells, evaluated by V8's own REPL mode through the inspector, with a runtime of the test's own.
import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CellSyntaxError, createLanguage, type CellLanguage } from "../../src/language";
import { Repl } from "./repl";

describe("a rewritten cell", () => {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-language-"));
  const language: CellLanguage = createLanguage({ folder });
  let repl: Repl;
  before(() => (repl = new Repl(language)));
  after(() => {
    repl.close();
    rmSync(folder, { recursive: true });
  });

  const gives = (title: string, cells: string[], value: unknown): void => {
    it(title, async () => {
      let result: unknown;
      for (const cell of cells) result = (await repl.run(cell)).value;
      expect(result).to.deep.equal(value);
    });
  };

  gives("gives its last expression", ["const one: number = 1\none + 1 // and a comment"], 2);
  gives("awaits at the top level", ["const waited = await Promise.resolve(3); waited"], 3);
  gives("redeclares const as let, class as function", ["const again = 1", "let again = 2", "class again { x = 1 }", "function again() { return 4 }\nagain()"], 4);
  gives("sees a later redefinition in an earlier closure", ["function inner() { return 1 }\nconst outer = () => inner()", "function inner() { return 2 }", "outer()"], 2);
  gives("hoists functions", ["const early = late()\nfunction late() { return 'hoisted' }\nearly"], "hoisted");
  gives("keeps a function's name", ["function named() {}\nnamed.name"], "named");
  gives("destructures", ["const { a: { b = 5 } = {}, ...others } = { c: 6 } as any\n;[b, others]"], [5, { c: 6 }]);
  gives("lets var reach the session", ["{ var inBlock = 1 }\nfor (var i = 0; i < 3; i++);", "[inBlock, i]"], [1, 3]);
  gives("has no result after an enum", ["1; enum Colour { Red }"], undefined);
  gives("has no result after a namespace", ["namespace Space { export const v = 1 }"], undefined);
  gives("keeps enum, const enum and namespace", ["enum E { A = 2 }\nconst enum C { B = 3 }\nnamespace N { export const v = 4 }", "[E.A, C.B, N.v]"], [2, 3, 4]);
  gives("calls standard decorators in the standard way", ["let kind = ''\nfunction seen(f: unknown, context: { kind: string }) { kind = context.kind }\nclass Marked { @seen run() {} }\nkind"], "method");
  gives("has accessor fields", ["class Held { accessor value = 3 }\nnew Held().value"], 3);
  gives("keeps a top-level resource and its result", ["using held = { n: 7, [Symbol.dispose]() {} }\nheld.n", "held.n"], 7);
  gives("disposes a nested resource", ["let order = ''\n{ using r = { [Symbol.dispose]() { order += 'd' } }; order += 'b' }\norder"], "bd");
  gives("takes casts in angle brackets: JSX is off", ["<number>(5 as unknown)"], 5);
  gives("turns JSX on by a comment", ["// @jsx h\nfunction h(tag: string, props: object) { return [tag, props] }\n<b id='x' />"], ["b", { id: "x" }]);
  gives("keeps a string as a result", ["'use strict'"], "use strict");

  it("keeps what was declared before an error, and leaves a failed declaration usable", async () => {
    const failed = await repl.run("let kept = 1\nlet dead = (() => { throw new Error('no') })()");
    expect(failed.error).to.include("no");
    expect((await repl.run("kept")).value).to.equal(1);
    expect((await repl.run("dead = 2\ndead")).value).to.equal(2);
  });

  it("is strict", async () => {
    expect((await repl.run("neverDeclared = 1")).error).to.include("neverDeclared is not defined");
  });

  it("imports values, not types", async () => {
    await repl.run("import fs, { join as glue } from 'some'\nimport * as whole from 'whole'\nimport { OnlyType } from 'types'\nimport { type A } from 'marked'\nimport 'effect'\nlet x: OnlyType | A | undefined");
    expect(repl.imports.splice(0)).to.deep.equal(["some", "whole", "effect"]);
  });

  it("checks at every await", async () => {
    await repl.run("async function loops() { for await (const x of [1, 2]) await x }\nawait loops()");
    expect(repl.checks).to.be.greaterThan(4);
  });

  it("maps positions back through imports, enums and blank lines", () => {
    const source = "\n\nimport { join } from 'node:path'\nenum E { A }\n\nfunction bad(v: any): number {\n  return v.x.y\n}\nbad({})";
    const { code, originalPosition } = language.rewrite(source, { id: 1, url: "cell" });
    const generated = code.split("\n");
    const line = generated.findIndex((text) => text.includes("v.x.y"));
    expect(originalPosition(line + 1, (generated[line] ?? "").indexOf("v.x.y") + 1)).to.deep.equal({ line: 7, column: 10 });
  });

  for (const [source, line, column] of [["let 1a", 1, 6], ["const ok = 1\n\nfoo(", 3, 5], ["return 5", 1, 1]] as const) {
    it(`says where ${JSON.stringify(source)} is no TypeScript`, () => {
      expect(() => language.rewrite(source, { id: 1, url: "cell" })).to.throw(CellSyntaxError).that.includes({ line, column }).and.has.property("frame").that.includes("^");
    });
  }

  it("says which tsconfig.json cannot be read, and takes a mended one", () => {
    writeFileSync(join(folder, "tsconfig.json"), '{ "extends": "./none.json" }');
    expect(() => language.rewrite("1", { id: 1, url: "cell" })).to.throw(folder);
    writeFileSync(join(folder, "tsconfig.json"), '{ // comments are allowed\n "compilerOptions": { "jsx": "react", "jsxFactory": "make" } }');
    expect(language.rewrite("<b/>", { id: 1, url: "cell" }).code).to.include("make(");
    rmSync(join(folder, "tsconfig.json"));
    expect(() => language.rewrite("<b/>", { id: 1, url: "cell" })).to.throw(CellSyntaxError);
  });

  it("of 2,000 lines is rewritten", () => {
    const source = Array.from({ length: 2000 }, (_, n) => `const v${n}: number = ${n}`).join("\n");
    expect(language.rewrite(source, { id: 1, url: "cell" }).code).to.include("v1999 = 1999");
  });
});

describe("a console's text", () => {
  const language = createLanguage({ folder: tmpdir() });
  for (const [source, status, indent] of [
    ["1 + 1", "complete", ""], ["function f() {", "incomplete", "  "], ["f({\n  a: [", "incomplete", "      "], ["`abc", "incomplete", ""],
    ["/* open", "incomplete", ""], ["x +", "incomplete", ""], ["let 1a", "invalid", ""], ['"abc', "invalid", ""],
  ] as const) {
    it(`${JSON.stringify(source)} is ${status}`, () => expect(language.isComplete(source)).to.deep.equal({ status, indent }));
  }
});
