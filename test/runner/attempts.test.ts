// Notebooks marked flaky: further attempts, each on a fresh kernel, and told.
import { expect } from "chai";
import { run, type NotebookResult, type RunEvent, type RunOptions } from "../../src/runner";
import { junit } from "../../src/runner/report/junit";
import { summary } from "../../src/runner/report/summary";
import { code, codeCells, python, textOf, typescript, Workspace } from "./helpers";

const language = typescript.spec ? typescript : python;

(language.spec ? describe : describe.skip)("a flaky notebook", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  before(() => workspace.kernelspec("k", language.spec ?? {}));
  after(() => workspace.remove());

  /** Fails until it has been run so many times; what an earlier attempt has set would fail it too. */
  const failsUntil = (name: string, times: number): string => language === python
    ? `import os\nf = ${JSON.stringify(workspace.path(name))}\nn = (int(open(f).read()) if os.path.exists(f) else 0) + 1\nopen(f, 'w').write(str(n))\nassert 'seen' not in globals(); seen = True\nprint(n)\nassert n >= ${times}, f'attempt {n}'`
    : `const fs = require("node:fs");\nconst f = ${JSON.stringify(workspace.path(name))};\nconst n = (fs.existsSync(f) ? Number(fs.readFileSync(f, "utf8")) : 0) + 1;\nfs.writeFileSync(f, String(n));\nif ("seen" in globalThis) throw new Error("old state"); Object.assign(globalThis, { seen: true });\nconsole.log(n);\nif (n < ${times}) throw new Error(\`attempt \${n}\`);`;

  const runOne = async (name: string, tags: string[], options: Partial<RunOptions> = {}, more: object = {}): Promise<NotebookResult & { events: RunEvent[] }> => {
    const events: RunEvent[] = [];
    const path = workspace.notebook(`${name}.ipynb`, "k", [code(failsUntil(name, 3), "c", { tags }), language.print("end")], more);
    const [result] = await run([path], { out: workspace.path("out"), env: workspace.env, ...options }, (event) => events.push(event));
    if (!result) throw new Error("no result");
    return { ...result, events };
  };

  it("runs again from its beginning, and tells of each attempt", async () => {
    const result = await runOne("marked", ["flaky"]);
    expect(result).to.include({ outcome: "passed", executed: 2 });
    expect(result.earlier?.map(({ evalue }) => evalue)).to.deep.equal(["attempt 1", "attempt 2"]);
    expect(result.events.flatMap((event) => (event.type === "retry" ? [event.attempt] : []))).to.deep.equal([2, 3]);
    expect(codeCells(result.output).map(({ outputs }) => textOf(outputs))).to.deep.equal(["3\n", "end\n"]);
    expect(junit([result])).to.match(/<flakyFailure.*attempt 1.*<flakyFailure.*attempt 2/s).and.to.include('failures="0"');
    expect(summary([result], false)).to.include("passed (attempt 3)");
  });

  it("is given up after the attempts that it has", async () => {
    const result = await runOne("hopeless", ["flaky"], { retries: 1 });
    expect(result).to.include({ outcome: "failed" });
    expect(result.failure?.evalue).to.equal("attempt 2");
    expect(result.earlier).to.have.length(1);
    expect(junit([result])).to.match(/<failure.*attempt 2.*<rerunFailure.*attempt 1/s);
  });

  it("may be marked as a whole", async () => {
    const marked = { metadata: { kernelspec: { name: "k", display_name: "k" }, execution: { flaky: true } } };
    expect(await runOne("whole", [], {}, marked)).to.include({ outcome: "passed" });
  });

  it("is one that says so: others run once", async () => {
    const result = await runOne("sound", []);
    expect(result).to.include({ outcome: "failed" }).and.not.to.have.property("earlier");
    expect(result.failure?.evalue).to.equal("attempt 1");
  });
});
