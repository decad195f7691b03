// Cells as modules: which names they declare, also unfinished ones, and what they import from each other.
import { expect } from "chai";
import { declarationsIn } from "../../src/language/service/declarations";
import { Scope } from "../../src/language/service/scope";

const names = (source: string): Record<string, string> => Object.fromEntries(declarationsIn(source));

describe("declarations of a cell", () => {
  it("finds each kind", () => {
    expect(names("let a = 1, [b, { c: d }] = x; const e = 2; var f; function g() {} class H {} enum I {} interface J {} type K = 1; namespace L {}")).to.deep.equal({
      a: "variable", b: "variable", d: "variable", e: "constant", f: "variable", g: "function", H: "class", I: "enum", J: "type", K: "type", L: "module",
    });
  });

  it("finds imports and exported declarations, and nothing inside blocks and functions", () => {
    expect(names('import x, { y as z } from "m"; import * as w from "n"; export const v = 1; export default function u() {} { let hidden = 1; } function t() { const inner = 1; }')).to.deep.equal({
      x: "module", z: "module", w: "module", v: "constant", u: "function", t: "function",
    });
  });

  it("declare global is no name", () => expect(names("declare global { var g: number }")).to.deep.equal({}));

  it("finds what begins a line where the text is not whole yet", () => {
    expect(names("const a = 1;\nasync function b() {}\nexport class C {}\nlet d = {\n  a.")).to.deep.equal({ a: "constant", b: "function", C: "class", d: "variable" });
  });

  it("of nothing there is nothing", () => expect(names("  \n// only a remark")).to.deep.equal({}));
});

describe("the scope of a session", () => {
  it("imports what a cell uses from the cell that declared it last, variables so that they can be assigned to", () => {
    const scope = new Scope();
    scope.add(1, "const a = 1; let n = 0;");
    scope.add(2, "const a = 'two';");
    const third = scope.add(3, "n = 5; const b = a;");
    expect(third.split("\n")[1]).to.equal('declare let n: typeof import("./cell_1").n; import { a } from "./cell_2";');
    expect(third).to.match(/;export \{ b \};\n$/);
  });

  it("re-exports each name once, from its last cell", () => {
    const scope = new Scope();
    scope.add(1, "const a = 1; let n = 0;");
    scope.add(2, "const a = 2;");
    expect(scope.text()).to.equal('export { a } from "./cell_2";\nexport { n } from "./cell_1";\nexport {};\n');
  });

  it("gives the DOM to code for the page, and to no other", () => {
    const scope = new Scope();
    expect(scope.draft("const el: HTMLDivElement = make();").text).to.match(/^\/\/\/ <reference lib="dom" \/>\n/);
    expect(scope.add(1, "anywidget({ render() {} })")).to.match(/^\/\/\/ <reference lib="dom" \/>\n/);
    expect(scope.draft("const documents = 1;").text).to.match(/^\n/);
  });

  it("does not import a name that the cell declares itself, and keeps the draft's only specifier", () => {
    const scope = new Scope();
    scope.add(1, "const a = 1; const b = 2;");
    const { text, lines } = scope.draft("const a = b;");
    expect([text, lines]).to.deep.equal(['\nexport type __scope = typeof import("./scope"); import { b } from "./scope";\nconst a = b;', 2]);
    expect(scope.draft("1").text).to.equal('\nexport type __scope = typeof import("./scope"); \n1');
  });
});
