// What a cell can import, and from where.
import { expect } from "chai";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { useKernel } from "./peer/suite";

describe("conformance: imports", () => {
  const session = useKernel();
  const write = (name: string, text: string): string => {
    const path = join(session.kernel.folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, text);
    return path;
  };

  before(() => {
    const modules = join("node_modules");
    write(join(modules, "an-esm", "package.json"), '{ "name": "an-esm", "type": "module", "exports": "./index.js" }');
    write(join(modules, "an-esm", "index.js"), "export default 'esm default'; export const named = 'esm named'; export const url = import.meta.url;");
    write(join(modules, "a-cjs", "package.json"), '{ "name": "a-cjs", "main": "index.js" }');
    write(join(modules, "a-cjs", "index.js"), "const made = {}; made['run' + 'time'] = 'made at run time'; made.plain = 'cjs named'; module.exports = made;");
    write(join(modules, "throwing", "index.js"), "throw new Error('this module must not be loaded')");
    write("data.json", '{ "answer": 42, "list": [1, 2] }');
  });

  it("default, named and namespace from an ES module", async () => {
    const code = "import whole, { named, named as renamed } from 'an-esm';\nimport * as space from 'an-esm';\n[whole, named, renamed, space.named, space.default].join()";
    expect(await session.kernel.valueOf(code)).to.equal("'esm default,esm named,esm named,esm named,esm default'");
  });

  it("default, named and namespace from a CommonJS module, names made at run time too", async () => {
    const code = "import cjs, { plain, runtime } from 'a-cjs';\nimport * as space from 'a-cjs';\n[cjs.plain, plain, runtime, space.plain].join()";
    expect(await session.kernel.valueOf(code)).to.equal("'cjs named,cjs named,made at run time,cjs named'");
  });

  it("JSON, with and without the attribute", async () => {
    expect(await session.kernel.valueOf("import data from './data.json' with { type: 'json' };\ndata.answer")).to.equal("42");
    expect(await session.kernel.valueOf("import again, { list } from './data.json';\nagain.answer + list[1]")).to.equal("44");
  });

  it("JSON that has changed", async () => {
    write("changing.json", '{ "n": 1 }');
    await session.kernel.ran("import changing from './changing.json';");
    write("changing.json", '{ "n": 2 }');
    expect(await session.kernel.valueOf("import changing from './changing.json';\nchanging.n")).to.equal("2");
  });

  it("node: built-ins, with and without the prefix", async () => {
    const code = "import path, { join } from 'node:path';\nimport * as fs from 'fs';\nimport { readFile } from 'fs/promises';\n[path.join === join, typeof fs.readFileSync, typeof readFile].join()";
    expect(await session.kernel.valueOf(code)).to.equal("'true,function,function'");
  });

  it("a local TypeScript file, which imports another without an extension", async () => {
    write("inner.ts", "export enum Level { Low = 1 }\nexport const inner: number = Level.Low + 1;");
    write("outer.ts", "import { inner } from './inner';\nimport type { Nothing } from './not-there';\nexport const outer: number = inner * 10;\nexport default class Thing { constructor(readonly n: number) {} }");
    expect(await session.kernel.valueOf("import Thing, { outer } from './outer';\nnew Thing(outer).n")).to.equal("20");
    expect(await session.kernel.valueOf("import { outer as again } from './outer.ts';\nagain")).to.equal("20");
  });

  it("a local TypeScript file that has been edited, afresh", async () => {
    write("edited.ts", "export const version: string = 'first';");
    expect(await session.kernel.valueOf("import { version } from './edited.ts';\nversion")).to.equal("'first'");
    const path = write("edited.ts", "export const version: string = 'second';");
    utimesSync(path, new Date(), new Date(Date.now() + 2000)); // a coarse clock may not tell two writes apart
    expect(await session.kernel.valueOf("import { version } from './edited.ts';\nversion")).to.equal("'second'");
  });

  it("a file that imports an edited file, afresh too", async () => {
    write("leaf.ts", "export const leaf = 1;");
    write("stem.ts", "import { leaf } from './leaf';\nexport const stem = leaf * 100;");
    expect(await session.kernel.valueOf("import { stem } from './stem';\nstem")).to.equal("100");
    const path = write("leaf.ts", "export const leaf = 2;");
    utimesSync(path, new Date(), new Date(Date.now() + 2000));
    expect(await session.kernel.valueOf("import { stem } from './stem';\nstem")).to.equal("200");
  });

  it("a dynamic import, in a function too", async () => {
    const code = "const { named: viaImport } = await import('an-esm');\nconst later = async () => (await import('node:os')).EOL;\n[viaImport, await later() === '\\n'].join()";
    expect(await session.kernel.valueOf(code)).to.equal("'esm named,true'");
  });

  it("export in a cell declares as usual", async () => {
    await session.kernel.ran("export const exported = 1;\nexport function exportedToo() { return 2 }\nexport default class Main {}\nexport { exported as other };");
    expect(await session.kernel.valueOf("exported + exportedToo() + (Main.name === 'Main' ? 10 : 0)")).to.equal("13");
  });

  it("export from another module", async () => {
    await session.kernel.ran("export { named as passedOn } from 'an-esm';");
    expect(await session.kernel.valueOf("passedOn")).to.equal("'esm named'");
  });

  it("require, its resolve and its cache", async () => {
    expect(await session.kernel.valueOf("const cjs2 = require('a-cjs');\n[cjs2.plain, require.resolve('a-cjs').endsWith('index.js'), typeof require('node:fs').existsSync].join()")).to.equal("'cjs named,true,function'");
  });

  it("import.meta tells the notebook's folder", async () => {
    expect(await session.kernel.valueOf("new URL('./data.json', import.meta.url).href")).to.equal(`'${pathToFileURL(join(session.kernel.folder, "data.json")).href}'`);
    expect(await session.kernel.valueOf("import.meta.dirname")).to.equal(`'${session.kernel.folder}'`);
  });

  it("for its effects only", async () => {
    write("effect.ts", "(globalThis as { touched?: number }).touched = 1;");
    expect(await session.kernel.valueOf("import './effect';\n(globalThis as { touched?: number }).touched")).to.equal("1");
  });

  it("names used only as types load and bind nothing", async () => {
    await session.kernel.ran("import type { Some } from 'throwing';\nimport { Other } from 'throwing';\nimport * as Types from 'throwing';\nconst value: Some | Other | Types.Deep = 3;");
    expect(await session.kernel.valueOf("[typeof Some, typeof Other, typeof Types].join()")).to.equal("'undefined,undefined,undefined'");
  });

  it("names marked as types load nothing", async () => {
    expect(await session.kernel.valueOf("import { type A, type B } from 'throwing';\nlet typed: A | B = 'fine';\ntyped")).to.equal("'fine'");
  });

  it("a package that is not there is named, with what to do", async () => {
    const { errors } = await session.kernel.execute("import nothing from 'no-such-package-anywhere';");
    expect(errors[0]?.evalue).to.include("no-such-package-anywhere").and.match(/install/);
  });

  it("a local file that is not there, and one that throws, are errors of the cell", async () => {
    expect((await session.kernel.execute("import { x } from './not-there.ts';")).errors[0]?.evalue).to.include("not-there");
    write("broken.ts", "\n\nexport const broken: number = JSON.parse('{');");
    const { traceback } = await session.kernel.execute("import { broken } from './broken.ts';");
    expect(traceback).to.match(/broken\.ts:3/);
  });

  it("a local file with a syntax error is named with its line", async () => {
    write("wrong.ts", "export const a = 1;\nexport const = 2;\n");
    const { traceback } = await session.kernel.execute("import { a } from './wrong.ts';");
    expect(traceback).to.match(/wrong\.ts/).and.match(/2/);
  });

  it("a name that the module does not have is undefined or an error, never another value", async () => {
    const result = await session.kernel.execute("import { absent } from 'an-esm';\nabsent");
    expect(result.text).to.equal(undefined);
  });

  it("the library is found from any folder", async () => {
    expect(await session.kernel.valueOf("import { display as shown } from 'cellwright';\ntypeof shown")).to.equal("'function'");
  });
});
