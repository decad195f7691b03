// TypeScript in cells: what a module can do, across cells.
import { expect } from "chai";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { useKernel } from "./peer/suite";

describe("conformance: awaiting at the top level", () => {
  const session = useKernel();

  it("await gives the value", async () => {
    expect(await session.kernel.valueOf("await Promise.resolve(41) + 1")).to.equal("42");
  });

  it("await works inside a declaration, and the name is there in the next cell", async () => {
    await session.kernel.ran("const { awaited, rest: [second] } = await Promise.resolve({ awaited: 1, rest: [2] });");
    expect(await session.kernel.valueOf("awaited + second")).to.equal("3");
  });

  it("for await walks an async generator", async () => {
    const { stdout } = await session.kernel.ran("async function* three() { yield 1; yield 2; yield 3; }\nfor await (const n of three()) console.log(n);");
    expect(stdout).to.equal("1\n2\n3\n");
  });

  it("await in a loop, a branch and a try block", async () => {
    const code = "let waits = 0;\nfor (let i = 0; i < 3; i++) if (await Promise.resolve(i > 0)) waits++;\ntry { await Promise.reject(new Error('no')); } catch { waits += 10; }\nwaits";
    expect(await session.kernel.valueOf(code)).to.equal("12");
  });

  it("a rejected await is the cell's error", async () => {
    const { errors } = await session.kernel.execute("await Promise.reject(new RangeError('far'))");
    expect(errors[0]).to.include({ ename: "RangeError", evalue: "far" });
  });
});

describe("conformance: a name declared again in a later cell", () => {
  const session = useKernel();
  const forms: Record<string, readonly [declaration: string, read: string, value: string]> = {
    const: ["const NAME = 1;", "NAME", "1"],
    let: ["let NAME = 2;", "NAME", "2"],
    var: ["var NAME = 3;", "NAME", "3"],
    class: ["class NAME { static here = 4 }", "NAME.here", "4"],
    function: ["function NAME() { return 5 }", "NAME()", "5"],
    enum: ["enum NAME { A = 6 }", "NAME.A + 0", "6"],
    namespace: ["namespace NAME { export const inside = 7 }", "NAME.inside", "7"],
    pattern: ["const { a: NAME } = { a: 8 };", "NAME", "8"],
    import: ["import NAME from 'node:path';", "typeof NAME.join", "'function'"],
  };
  let count = 0;

  for (const [before, [first]] of Object.entries(forms)) {
    for (const [after, [second, read, value]] of Object.entries(forms)) {
      it(`${before}, then ${after}`, async () => {
        const name = `again${++count}`;
        await session.kernel.ran(first.replaceAll("NAME", name));
        await session.kernel.ran(second.replaceAll("NAME", name));
        expect(await session.kernel.valueOf(read.replaceAll("NAME", name))).to.equal(value);
      });
    }
  }

  it("an earlier closure sees a later redefinition of a function", async () => {
    await session.kernel.ran("function greeting() { return 'old'; }\nconst greet = () => greeting();");
    await session.kernel.ran("function greeting() { return 'new'; }");
    expect(await session.kernel.valueOf("greet()")).to.equal("'new'");
  });

  it("an earlier closure sees a later redefinition of a constant and of a class", async () => {
    await session.kernel.ran("const rate = 1;\nclass Shape { sides = 3 }\nconst seen = () => rate + new Shape().sides;");
    await session.kernel.ran("const rate = 10;\nclass Shape { sides = 4 }");
    expect(await session.kernel.valueOf("seen()")).to.equal("14");
  });

  it("a function is there before its line is reached", async () => {
    expect(await session.kernel.valueOf("const early = later();\nfunction later() { return 'hoisted'; }\nearly")).to.equal("'hoisted'");
  });

  it("a block's own names stay in the block", async () => {
    await session.kernel.ran("const outer = 'kept';\n{ const outer = 'inner'; let unseen = 1; }");
    expect(await session.kernel.valueOf("[outer, typeof unseen].join()")).to.equal("'kept,undefined'");
  });
});

describe("conformance: a cell that throws", () => {
  const session = useKernel();

  it("keeps what was declared before the error", async () => {
    expect((await session.kernel.execute("const kept = 5;\nfunction alsoKept() { return kept; }\nthrow new Error('stop');\nconst never = 1;")).status).to.equal("error");
    expect(await session.kernel.valueOf("alsoKept()")).to.equal("5");
  });

  it("leaves the name of a declaration that threw usable", async () => {
    await session.kernel.execute("function throws(): number { throw new Error('no') }\nlet c = throws();");
    expect(await session.kernel.valueOf("c = 1;\nc + 1")).to.equal("2");
  });

  it("leaves a const that threw to be declared anew", async () => {
    await session.kernel.execute("const d = JSON.parse('{');");
    expect(await session.kernel.valueOf("const d = 2;\nd")).to.equal("2");
  });

  it("shows what it printed before", async () => {
    const { stdout, errors } = await session.kernel.execute("console.log('before');\nthrow new TypeError('after')");
    expect([stdout, errors[0]?.ename]).to.deep.equal(["before\n", "TypeError"]);
  });

  it("is reported even if it throws what is no error", async () => {
    for (const thrown of ["'text'", "undefined", "null", "42n", "{ code: 7 }", "Symbol('s')"]) {
      const { errors, status } = await session.kernel.execute(`throw ${thrown}`);
      expect([status, errors.length], thrown).to.deep.equal(["error", 1]);
    }
  });
});

describe("conformance: strict cells", () => {
  const session = useKernel();

  it("refuse an undeclared name", async () => {
    const { errors } = await session.kernel.execute("undeclared = 1");
    expect(errors[0]?.ename).to.equal("ReferenceError");
  });

  it("refuse to write a frozen property", async () => {
    const { errors } = await session.kernel.execute("Object.freeze({ a: 1 }).a = 2");
    expect(errors[0]?.ename).to.equal("TypeError");
  });

  it("give functions no global this", async () => {
    expect(await session.kernel.valueOf("(function () { return this })() === undefined")).to.equal("true");
  });
});

describe("conformance: TypeScript's own syntax", () => {
  const session = useKernel();
  const probes: readonly (readonly [what: string, code: string, value: string])[] = [
    ["enum with names and numbers", "enum Colour { Red, Green = 5, Blue }\n[Colour.Red, Colour.Blue, Colour[5]].join()", "'0,6,Green'"],
    ["enum of strings", "enum Word { Yes = 'yes' }\nWord.Yes as string", "'yes'"],
    ["const enum", "const enum Size { Small = 1, Large = Small * 10 }\nSize.Large + 0", "10"],
    ["namespace", "namespace Geometry { export const tau = 6; export namespace Deep { export const pi = 3 } }\nGeometry.tau / Geometry.Deep.pi", "2"],
    ["generics", "function pick<T, K extends keyof T>(from: T, key: K): T[K] { return from[key] }\npick<{ a: number }, 'a'>({ a: 3 }, 'a')", "3"],
    ["generic arrow", "const same = <T,>(value: T): T => value;\nsame(4)", "4"],
    ["satisfies and as const", "const table = { a: [1, 2] } as const satisfies Record<string, readonly number[]>;\ntable.a[1]", "2"],
    ["interfaces and type aliases", "interface Point { x: number }\ntype Pair = [Point, Point];\nconst pair: Pair = [{ x: 1 }, { x: 2 }];\npair[1].x", "2"],
    ["parameter properties and access modifiers", "class Account { constructor(private readonly owner: string, protected cents = 0) {} get line() { return `${this.owner}:${this.cents}` } }\nnew Account('Li', 5).line", "'Li:5'"],
    ["abstract classes and overloads", "abstract class Base { abstract name(): string; hello() { return 'hi ' + this.name() } }\nclass Leaf extends Base { name(): string; name() { return 'leaf' } }\nnew Leaf().hello()", "'hi leaf'"],
    ["optional chaining, non-null and nullish assignment", "let maybe: { deep?: { n: number } } | undefined;\nmaybe ??= { deep: { n: 9 } };\nmaybe!.deep?.n", "9"],
    ["private fields and static blocks", "class Counter { #n = 0; static made = 0; static { Counter.made = 2 } up() { return ++this.#n + Counter.made } }\nnew Counter().up()", "3"],
    ["declare, and a type-only namespace", "declare const elsewhere: number;\nnamespace OnlyTypes { export type T = string }\ntypeof elsewhere", "'undefined'"],
    ["accessor fields", "class Held { accessor value = 3 }\nnew Held().value", "3"],
  ];
  for (const [what, code, value] of probes) {
    it(what, async () => {
      expect(await session.kernel.valueOf(code)).to.equal(value);
    });
  }

  it("enum members come together over two declarations in one cell", async () => {
    expect(await session.kernel.valueOf("enum Both { A = 1 }\nenum Both { B = 2 }\nBoth.A + Both.B")).to.equal("3");
  });

  it("standard decorators get a context that names its kind", async () => {
    const code = `const kinds: string[] = [];
const note = (value: unknown, context: { kind: string; name: string | symbol | undefined }) => { kinds.push(\`\${context.kind} \${String(context.name)}\`) };
@note class Decorated { @note method() {} @note field = 1; @note get got() { return 1 } @note static fixed() {} }
kinds.sort().join('; ')`;
    expect(await session.kernel.valueOf(code)).to.equal("'class Decorated; field field; getter got; method fixed; method method'");
  });

  it("a decorated class takes the place that its decorator gives", async () => {
    const code = "const doubled = (method: () => number, _: unknown) => function (this: unknown) { return method.call(this) * 2 };\nclass Sum { @doubled total() { return 21 } }\nnew Sum().total()";
    expect(await session.kernel.valueOf(code)).to.equal("42");
  });

  it("JSX is off: angle brackets are type assertions", async () => {
    expect(await session.kernel.valueOf("const asserted = <number>5;\nasserted")).to.equal("5");
    expect((await session.kernel.execute("const element = <div>text</div>;")).errors[0]?.ename).to.equal("SyntaxError");
  });

  it("JSX is on in a cell that says // @jsx", async () => {
    const code = "// @jsx h\nconst h = (tag: string, props: object | null, ...children: string[]) => `${tag}:${children.join()}`;\n<p>text</p>";
    expect(await session.kernel.valueOf(code)).to.equal("'p:text'");
  });
});

describe("conformance: what a cell shows", () => {
  const session = useKernel();

  it("a sequence's last value, in parentheses or not", async () => {
    expect([await session.kernel.valueOf("1, 2"), await session.kernel.valueOf("(3, 4)")]).to.deep.equal(["2", "4"]);
  });

  it("the last expression's value", async () => {
    expect(await session.kernel.valueOf("const shown = 6;\nshown * 7;")).to.equal("42");
  });

  for (const [what, code] of Object.entries({
    "a declaration": "const silentOne = 1",
    "undefined": "void 0",
    "an empty cell": "",
    "a comment": "// nothing but words",
    "an enum at the end": "1 + 1\nenum AtTheEnd { A }",
    "a namespace at the end": "2\nnamespace LastOne { export const a = 1 }",
    "a statement": "if (true) 5",
    "a type": "type Nothing = number",
    "a function": "function lastFunction() { return 1 }",
    "a class": "class LastClass {}",
  })) {
    it(`nothing for ${what}`, async () => {
      expect((await session.kernel.ran(code)).types).not.to.include("execute_result");
    });
  }

  it("null, bigint, symbols, maps and typed arrays as Node prints them", async () => {
    expect(await session.kernel.valueOf("null")).to.equal("null");
    expect(await session.kernel.valueOf("12n")).to.equal("12n");
    expect(await session.kernel.valueOf("Symbol('s')")).to.equal("Symbol(s)");
    expect(await session.kernel.valueOf("new Map([['a', { b: 1 }]])")).to.equal("Map(1) { 'a' => { b: 1 } }");
    expect(await session.kernel.valueOf("new Uint8Array([1, 2])")).to.match(/Uint8Array.*1, 2/s);
  });

  it("circular and huge values, bounded", async () => {
    expect(await session.kernel.valueOf("const ring: { self?: unknown } = {};\nring.self = ring;\nring")).to.include("[Circular");
    expect((await session.kernel.valueOf("'x'.repeat(50_000_000)"))?.length).to.be.below(200_000);
    expect((await session.kernel.valueOf("Array.from({ length: 2_000_000 }, (_, i) => i)"))?.length).to.be.below(200_000);
  });

  it("a value whose inspection throws does not break the session", async () => {
    const result = await session.kernel.execute("({ get [Symbol.toStringTag]() { throw new Error('hostile') } })");
    expect(result.status).to.be.oneOf(["ok", "error"]);
    expect(await session.kernel.valueOf("1 + 1")).to.equal("2");
  });
});

describe("conformance: resources of a top-level using", () => {
  const session = useKernel();
  const declare = (name: string): string => `using ${name} = { open: true, [Symbol.dispose]() { this.open = false; console.log('closed ${name}'); } };`;

  it("stay open after their cell, whose result still shows", async () => {
    expect((await session.kernel.ran(`${declare("file")}\n'the result'`)).text).to.equal("'the result'");
    expect(await session.kernel.valueOf("file.open")).to.equal("true");
  });

  it("are closed when the name is declared again", async () => {
    await session.kernel.ran(`${declare("socket")}\nconst held = socket;`);
    await session.kernel.ran(declare("socket"));
    expect(await session.kernel.valueOf("[held.open, socket.open].join()")).to.equal("'false,true'");
  });

  it("are closed when the kernel shuts down", async () => {
    const other = await session.start();
    await other.ran("import { writeFileSync } from 'node:fs';\nusing last = { [Symbol.dispose]() { writeFileSync('closed.txt', 'yes') } };");
    await other.shutdown();
    expect(existsSync(join(other.folder, "closed.txt"))).to.equal(true);
  });

  it("await using, and using inside a block, as the language says", async () => {
    const code = "const order: string[] = [];\nawait using slow = { async [Symbol.asyncDispose]() { order.push('slow') } };\n{ using quick = { [Symbol.dispose]() { order.push('quick') } }; order.push('in'); }\norder.join()";
    expect(await session.kernel.valueOf(code)).to.equal("'in,quick'");
  });

  it("refuse what cannot be disposed of", async () => {
    expect((await session.kernel.execute("using wrong = { no: 'dispose' } as never;")).errors[0]?.ename).to.equal("TypeError");
  });
});

describe("conformance: tsconfig.json of the notebook's folder", () => {
  const session = useKernel();
  const configured = async (settings: object, files: Record<string, string> = {}): Promise<Awaited<ReturnType<typeof session.start>>> => {
    const kernel = await session.start();
    writeFileSync(join(kernel.folder, "tsconfig.json"), `// comments are allowed here\n${JSON.stringify({ compilerOptions: settings })}`);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(kernel.folder, name), text);
    return kernel;
  };

  it("turns JSX on", async () => {
    const kernel = await configured({ jsx: "react", jsxFactory: "make" });
    expect(await kernel.valueOf("const make = (tag: string, ...rest: unknown[]) => tag + rest.length;\n<b>x</b>")).to.equal("'b2'");
  });

  it("gives paths", async () => {
    const kernel = await configured({ paths: { "@own/*": ["./*"] } }, { "tool.ts": "export const tool: string = 'mapped';" });
    expect(await kernel.valueOf("import { tool } from '@own/tool';\ntool")).to.equal("'mapped'");
  });

  it("turns legacy decorators on", async () => {
    const kernel = await configured({ experimentalDecorators: true });
    const code = "const seen: string[] = [];\nconst legacy = (target: object, key: string, descriptor?: PropertyDescriptor) => { seen.push(`${typeof target} ${key} ${typeof descriptor}`) };\nclass Old { @legacy method() {} }\nseen.join()";
    expect(await kernel.valueOf(code)).to.equal("'object method object'");
  });

  it("that extends a file which is not there is named in the cell's error", async () => {
    const kernel = await session.start();
    writeFileSync(join(kernel.folder, "tsconfig.json"), '{ "extends": "./nowhere.json" }');
    const { status, traceback } = await kernel.execute("1 + 1");
    expect(status).to.equal("error");
    expect(traceback).to.include("tsconfig.json").and.include("nowhere.json");
  });

  it("counts again once it is edited", async () => {
    const kernel = await configured({});
    expect((await kernel.execute("const plain = <b>x</b>;")).status).to.equal("error");
    writeFileSync(join(kernel.folder, "tsconfig.json"), '{ "compilerOptions": { "jsx": "react", "jsxFactory": "make" } }');
    expect(await kernel.valueOf("const make = (tag: string) => tag;\n<b>x</b>")).to.equal("'b'");
  });
});
