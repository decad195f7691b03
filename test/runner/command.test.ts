// `cellwright run` as a user meets it: exit codes, one clear line for each fault, reports, stopping.
import { existsSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { contentOf, outputsOf, python, runCli, startCli, textOf, typescript, until, Workspace } from "./helpers";

const language = typescript.spec ? typescript : python;

describe("cellwright run", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  let good = "";
  before(() => {
    workspace.kernelspec("k", language.spec ?? {});
    good = workspace.notebook("good.ipynb", "k", [language.print("fine")]);
    writeFileSync(workspace.path("broken.ipynb"), "{ nothing");
  });
  after(() => workspace.remove());
  const out = (): string[] => ["--out", workspace.path("out")];

  const faults: [what: string, code: number, says: RegExp, args: () => string[], env?: NodeJS.ProcessEnv][] = [
    ["a bad option", 2, /--nonsense/, () => [good, "--nonsense"]],
    ["a bad number", 2, /--jobs.*expected a whole number/, () => [good, "--jobs", "none"]],
    ["a missing file", 2, /absent\.ipynb: no such file/, () => [workspace.path("absent.ipynb"), ...out()]],
    ["an unreadable notebook", 2, /broken\.ipynb: not a notebook/, () => [workspace.path("broken.ipynb"), ...out()]],
    ["an output folder that would overwrite the source", 2, /good\.ipynb: would be overwritten/, () => [good, "--out", workspace.folder]],
    ["a missing kernel", 3, /kernel "absent" is not installed \(found: .*\bk\b/, () => [good, "--kernel", "absent", ...out()]],
    ["an output folder that cannot be written to", 3, /good\.ipynb.*cannot be written/, () => [good, "--out", `${good}/below`]],
    ["a temporary folder that cannot be written to", 3, /TMPDIR/, () => [good, ...out()], { TMPDIR: "/dev/null/none", TSX_DISABLE_CACHE: "1" }],
  ];
  for (const [what, exit, says, args, env] of faults) {
    it(`says ${what} in one line and exits with ${exit}`, async () => {
      const { code, stdout, stderr } = await runCli(["run", ...args()], { ...workspace.env, ...env });
      const said = `${stderr}${stdout}`.split("\n").filter((line) => says.test(line));
      expect(code, stderr + stdout).to.equal(exit);
      expect(said, stderr + stdout).to.not.be.empty;
      expect(stderr + stdout).to.not.match(/^\s+at /m);
      if (!env) expect(stderr.trim().split("\n")).to.have.length(1);
    });
  }

  const withKernel = language.spec ? it : it.skip;

  withKernel("exits with 0, shows progress and a summary, and writes the notebook", async () => {
    const { code, stdout, stderr } = await runCli(["run", good, ...out()], workspace.env);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.match(/lesson\s+device\s+cells\s+time\s+result/).and.to.match(/good\s+–\s+1\/1\s+[\d.]+ s\s+passed/);
    expect(textOf(outputsOf(workspace.path("out", "good.ipynb"))[0])).to.equal("fine\n");
  });

  withKernel("exits with 1 and shows file, cell, id, error and frame without colours; JUnit says the same", async () => {
    const bad = workspace.notebook("bad.ipynb", "k", [language.fail]);
    const { code, stdout } = await runCli(["run", bad, ...out(), "--junit", workspace.path("report", "junit.xml")], workspace.env);
    expect(code).to.equal(1);
    expect(stdout).to.include(`${bad}, cell 1 (id c1):`).and.to.include("broken 中文").and.not.to.include("\u001b");
    expect(contentOf(workspace.path("report", "junit.xml"))).to.include('failures="1"').and.to.include("cell 1 (id c1)").and.to.include("broken 中文");
  });

  withKernel("exits with 3 if a kernel dies", async () => {
    const { code, stdout } = await runCli(["run", workspace.notebook("dead.ipynb", "k", [language.die]), ...out()], workspace.env);
    expect(code).to.equal(3);
    expect(stdout).to.include("cell 1 (id c1)").and.to.include("the kernel");
  });

  withKernel("stops at SIGTERM: exit code 3, a valid notebook, no kernel left", async () => {
    const pidFile = workspace.path("pid");
    const path = workspace.notebook("stopped.ipynb", "k", [language.print("kept"), pidCell(pidFile), language.forever]);
    const { child, finished } = startCli(["run", path, ...out(), "--quiet"], workspace.env);
    await until(() => existsSync(pidFile));
    child.kill("SIGTERM");
    const { code } = await finished;
    expect(code).to.equal(3);
    expect(textOf(outputsOf(workspace.path("out", "stopped.ipynb"))[0])).to.equal("kept\n");
    await until(() => !alive(Number(contentOf(pidFile))));
  });
});

const pidCell = (file: string): string =>
  language === python ? `import os\nopen(${JSON.stringify(file)}, 'w').write(str(os.getpid()))` : `import { writeFileSync } from "node:fs";\nwriteFileSync(${JSON.stringify(file)}, String(process.pid));`;

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
