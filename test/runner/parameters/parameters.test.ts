// Parameters: what notebooks declare, what users give, what is injected; layouts as papermill reads and writes them.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { parametersCell } from "../../../src/runner/parameters/declared";
import { withParameters } from "../../../src/runner/parameters/inject";
import { typeName } from "../../../src/runner/parameters/types";
import { checkedValue, givenValues, type GivenValues } from "../../../src/runner/parameters/values";
import { UsageError, type CodeCell, type Notebook } from "../../../src/runner";
import { code, outputsOf, python, pythonWith, runCli, textOf, typescript, Workspace } from "../helpers";

const cell = (source: string, ...tags: string[]): CodeCell => ({ cell_type: "code", id: "p", metadata: { tags }, source, outputs: [], execution_count: null });
const notebook = (...cells: CodeCell[]): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
const declared = (source: string, language = "typescript"): string[] =>
  (parametersCell(notebook(cell(source, "parameters")), language)?.parameters ?? []).map(({ name, type, default: value, help }) => `${name}: ${typeName(type)} = ${value}${help && ` (${help})`}`);

describe("declared parameters", () => {
  it("are read from TypeScript, with types, defaults and help", () => {
    const source = 'let lr = 1e-3; // @param learning rate\nlet name: string = "a"; // who\nconst device: "cpu" | "gpu" = "cpu";\nlet sizes: number[] = [8, 16], quick = true;\nlet made = f(2);\nimport x from "y";';
    expect(declared(source)).to.deep.equal(['lr: number = 1e-3 (learning rate)', 'name: string = "a" (who)', 'device: one of "cpu", "gpu" = "cpu"', "sizes: list of number = [8, 16]", "quick: boolean = true", "made: any = f(2)"]);
  });

  it("are read from Python, as papermill reads them", () => {
    const source = "lr: float = 0.1  # learning rate\nname = 'a'\nsizes: list[int] = [8, 16]\nmode: Literal['x', 'y'] = 'x'\nquick = True\nif quick:\n    inner = 2";
    expect(declared(source, "python")).to.deep.equal(["lr: number = 0.1 (learning rate)", "name: string = 'a'", "sizes: list of number = [8, 16]", 'mode: one of "x", "y" = \'x\'', "quick: boolean = True"]);
  });

  it("stand in the cell tagged parameters, else in the first that says @param", () => {
    const first = cell("let a = 1; // @param");
    expect(parametersCell(notebook(cell("0"), first), "typescript")?.place).to.equal(1);
    expect(parametersCell(notebook(first, cell("let b = 2", "parameters")), "typescript")?.place).to.equal(1);
    expect(parametersCell(notebook(cell("let a = 1")), "typescript")).to.equal(undefined);
    expect(parametersCell(notebook(first), "r")).to.equal(undefined);
  });
});

describe("given values", () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const file = (name: string, text: string): string => {
    writeFileSync(workspace.path(name), text);
    return workspace.path(name);
  };

  it("come from YAML and JSON files and from the command line, the later over the earlier", () => {
    const values = givenValues(["b=3", "c=x=y"], [file("a.yaml", "a: [1, 2]\nb: 1"), file("b.json", '{ "b": 2 }')]);
    expect([...values]).to.deep.equal([["a", { value: [1, 2] }], ["b", { text: "3" }], ["c", { text: "x=y" }]]);
  });

  it("that cannot be read are told by text or file", () => {
    expect(() => givenValues(["lr"], [])).to.throw(UsageError, "--param lr: expected NAME=VALUE");
    expect(() => givenValues([], [workspace.path("none.yaml")])).to.throw(UsageError, /none\.yaml: cannot be read/);
    expect(() => givenValues([], [file("list.yaml", "- 1")])).to.throw(UsageError, /list\.yaml: expected names with values/);
  });

  const types: [source: string, text: string, expected: unknown][] = [
    ["let x = 1", "2.5", 2.5], ["let x = 1", "abc", UsageError], ["let x = true", "false", false], ["let x = true", "1", UsageError], ['let x = "a"', "1", "1"],
    ['let x: "a" | "b" = "a"', "b", "b"], ['let x: "a" | "b" = "a"', "c", UsageError], ["let x: 1 | 2 = 1", "2", 2], ["let x: number[] = []", "[1, 2]", [1, 2]], ["let x: number[] = []", '["a"]', UsageError], ["let x = f()", '{"a": 1}', { a: 1 }], ["let x = f()", "word", "word"],
  ];
  for (const [source, text, expected] of types) {
    it(`(${source}) ${expected === UsageError ? "refuse" : "take"} ${text}`, () => {
      const [parameter] = parametersCell(notebook(cell(source, "parameters")), "typescript")?.parameters ?? [];
      if (!parameter) throw new Error("not declared");
      const check = (): unknown => checkedValue(parameter, { text }, "n.ipynb");
      if (expected === UsageError) expect(check).to.throw(UsageError, /n\.ipynb: parameter "x" is to be .*, not "/);
      else expect(check()).to.deep.equal(expected);
    });
  }
});

describe("injected parameters", () => {
  const values = (entries: Record<string, unknown>): GivenValues => new Map(Object.entries(entries).map(([name, value]) => [name, { value }]));
  const where = { path: "n.ipynb", language: "typescript" };

  it("stand behind the declarations, and replace those of an earlier run", () => {
    const source = notebook(cell("let a = 1;\nconst b = 2;", "parameters"), cell("a + b"));
    const once = withParameters(source, values({ a: 3, b: 4 }), where);
    const twice = withParameters(once.notebook, values({ a: 5 }), where);
    expect(once.notebook.cells.map((each) => each.source)).to.deep.equal(["let a = 1;\nconst b = 2;", "// Parameters\na = 3;\nconst b = 4;", "a + b"]);
    expect(twice.notebook.cells.map((each) => each.source)).to.deep.equal(["let a = 1;\nconst b = 2;", "// Parameters\na = 5;", "a + b"]);
    expect(once.notebook.metadata["papermill"]).to.deep.equal({ parameters: { a: 3, b: 4 } });
    expect(source.cells).to.have.length(2);
  });

  it("in Python are Python's literals", () => {
    const { notebook: made } = withParameters(notebook(cell("a = None\nb = []", "parameters")), values({ a: { k: [true, null, "ü"] }, b: [] }), { ...where, language: "python" });
    expect(made.cells[1]?.source).to.equal('# Parameters\na = {"k": [True, None, "ü"]}\nb = []');
  });

  it("are refused in a language that cannot be written", () => {
    expect(() => withParameters(notebook(cell("a <- 1", "parameters")), values({ a: 1 }), { ...where, language: "R" })).to.throw(UsageError, /cannot be written in "R", only in typescript, javascript, python/);
  });
});

for (const language of [typescript, python]) {
  const suite = language.spec ? describe : describe.skip;
  suite(`cellwright run --param on ${language.name}${language.spec ? "" : " (missing)"}`, function () {
    this.timeout(60_000);
    const workspace = new Workspace();
    before(() => workspace.kernelspec("k", language.spec ?? {}));
    after(() => workspace.remove());
    const isPython = language === python;
    const declaration = isPython ? "lr = 0.1\nname = 'a'" : 'let lr = 0.1;\nlet name = "a";';
    const show = isPython ? "print(lr, name)" : "console.log(lr, name)";
    const path = (): string => workspace.notebook("with.ipynb", "k", [code(declaration, "p", { tags: ["parameters"] }), show]);

    it("runs with the given values", async () => {
      const { code: exit, stderr } = await runCli(["run", path(), "--out", workspace.path("out"), "--param", "lr=0.5", "--param", "name=b c"], workspace.env);
      expect(exit, stderr).to.equal(0);
      expect(textOf(outputsOf(workspace.path("out", "with.ipynb"))[2])).to.equal("0.5 b c\n");
    });

    it("says a wrong type and an unknown name in one line, before anything runs", async () => {
      for (const [given, says] of [["lr=fast", /with\.ipynb: parameter "lr" is to be a number, not "fast"/], ["rate=1", /no notebook has a parameter "rate" \(there are: lr, name\)/]] as const) {
        const { code: exit, stdout, stderr } = await runCli(["run", path(), "--out", workspace.path("out2"), "--param", given], workspace.env);
        expect(exit).to.equal(2);
        expect(stderr.trim()).to.match(says).and.to.not.contain("\n");
        expect(stdout).to.equal("");
      }
    });
  });
}

const papermill = pythonWith("papermill");
(papermill ? it : it.skip)(`papermill injects into the same place${papermill ? "" : " (missing: Python's papermill)"}`, () => {
  const program = "import json, sys, nbformat\nfrom papermill.parameterize import parameterize_notebook\nnb = nbformat.from_dict(json.load(sys.stdin))\nnb.metadata['papermill'] = nbformat.from_dict({'parameters': {}, 'environment_variables': {}})\nprint(json.dumps([c.source for c in parameterize_notebook(nb, {'a': 3}, kernel_name='python3', language='python').cells]))";
  const source = { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "python3", language: "python" } }, cells: [cell("a = 1", "parameters"), cell("a")] };
  const theirs: unknown = JSON.parse(execFileSync(papermill ?? "", ["-c", program], { input: JSON.stringify(source), encoding: "utf8" }));
  const ours = withParameters(notebook(...source.cells), new Map([["a", { value: 3 }]]), { path: "", language: "python" }).notebook.cells.map((each) => each.source);
  expect(Array.isArray(theirs) && theirs.map((each) => String(each).trim())).to.deep.equal(ours);
}).timeout(30_000);
