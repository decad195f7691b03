// What nbmake's users have in their notebooks means the same here: both run the same notebooks, and agree on each.
import { spawnSync } from "node:child_process";
import { expect } from "chai";
import { run } from "../../src/runner";
import { code, python, pythonWith, Workspace } from "./helpers";

const nbmake = pythonWith("nbmake");
const slow = "import time\ntime.sleep(20)";
const broken = "raise ValueError('broken')";

const notebooks: Record<string, { cells: (string | object)[]; execution?: object; passes: boolean }> = {
  plain: { cells: ["1 + 1"], passes: true },
  failing: { cells: [broken], passes: false },
  tagged: { cells: [code(broken, "c1", { tags: ["raises-exception"] }), "1 + 1"], passes: true },
  skipped: { cells: [code(broken, "c1", { tags: ["skip-execution"] }), "1 + 1"], passes: true },
  allowed: { cells: [broken, "1 + 1"], execution: { allow_errors: true }, passes: true },
  limited: { cells: [slow], execution: { timeout: 1 }, passes: false },
  patient: { cells: ["import time\ntime.sleep(1.5)"], execution: { timeout: 60 }, passes: true },
};

(nbmake ? describe : describe.skip)(`notebooks made for nbmake${nbmake ? "" : " (missing: Python's nbmake)"}`, function () {
  this.timeout(180_000);
  const workspace = new Workspace();
  after(() => workspace.remove());

  it("pass and fail here as they do there", async () => {
    workspace.kernelspec("k", python.spec ?? {});
    const paths = Object.entries(notebooks).map(([name, { cells, execution }]) =>
      workspace.notebook(`${name}.ipynb`, "k", cells, { metadata: { kernelspec: { name: "k", display_name: "k" }, ...(execution && { execution }) } }));
    const { stdout } = spawnSync(nbmake ?? "", ["-m", "pytest", "--nbmake", "-rA", "-q", "--color=no", "-p", "no:cacheprovider", ...paths], { cwd: workspace.folder, env: workspace.env, encoding: "utf8" });
    const ours = await run(paths, { out: workspace.path("out"), env: workspace.env });
    for (const [i, [name, { passes }]] of Object.entries(notebooks).entries()) {
      expect(stdout, name).to.match(new RegExp(`^${passes ? "PASSED" : "FAILED"} .*${name}\\.ipynb`, "m"));
      expect(ours[i]?.outcome === "passed", `${name}: ${JSON.stringify(ours[i]?.failure)}`).to.equal(passes);
    }
  });
});
