// Runs that are killed, stopped, or find the disk full: what was recorded is not run again, and nothing is lost.
import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { codeCells, contentOf, python, root, runCli, startCli, textOf, typescript, until, Workspace } from "./helpers";

const language = typescript.spec ? typescript : python;
const built = join(root, "dist", "cli.js");
const KILLS = process.env["CELLWRIGHT_FULL"] === "1" ? 100 : 15;
const NAMES = ["a", "b", "c", "d", "e", "f"];

(language.spec ? describe : describe.skip)("a run that is cut short", function () {
  this.timeout(20_000 + KILLS * 10_000);
  const workspace = new Workspace();
  const log = (): string => workspace.path("ran.log");
  before(() => {
    workspace.kernelspec("k", language.spec ?? {});
    mkdirSync(workspace.path("tmp"));
    for (const name of NAMES) workspace.notebook(`in/${name}.ipynb`, "k", [note(name, log()), language.print(`中文 ${name}`), "1 + 1"]);
  });
  after(() => workspace.remove());

  it(`goes on where it was, after ${KILLS} kills at any moment: nothing recorded runs again, no kernel is left`, async () => {
    const random = generator(20261125);
    const whole = await milliseconds(start(workspace, "unhurt"));
    let recorded: string[] = [];
    let goneOn = 0;
    for (let kills = 0; kills < KILLS; ) {
      const logged = linesOf(log()).length;
      const killed = await killedAfter(random() * whole, workspace);
      const again = linesOf(log()).slice(logged);
      for (const name of recorded) expect(again.map((line) => line.name), "runs again what was recorded").not.to.include(name);
      if (recorded.length > 0) goneOn++;
      if (killed) kills++;
      await until(() => kernelsOf(workspace) === 0); // what the killed run has left would tell the log of itself
      recorded = killed ? recordedIn(workspace.path("out")) : [];
    }
    expect(goneOn, "runs that found something to keep").to.be.above(KILLS / 5);
    const { code, stdout, stderr } = await runCli(["run", workspace.path("in"), "--out", workspace.path("out")], workspace.env);
    expect(code, stdout + stderr).to.equal(0);
    if (recorded.length > 0) expect(stdout).to.include(`the run that was cut short goes on: ${recorded.length} of ${NAMES.length} notebooks are kept`);
    for (const name of NAMES) expect(codeCells(workspace.path("out", `${name}.ipynb`)).map(({ outputs }) => textOf(outputs))[1]).to.equal(`中文 ${name}\n`);
    expect(readdirSync(workspace.path("out")).filter((name) => name.endsWith(".part") || name.includes("cellwright-run")), "left-overs").to.deep.equal([]);
  });

  it("runs whole with --no-cache, and after it has ended", async () => {
    const again = async (...more: string[]): Promise<number> => {
      const logged = linesOf(log()).length;
      const { code, stderr } = await runCli(["run", workspace.path("in"), "--out", workspace.path("whole"), "--quiet", ...more], workspace.env);
      expect(code, stderr).to.equal(0);
      return linesOf(log()).length - logged;
    };
    const child = start(workspace, "whole");
    await until(() => recordedIn(workspace.path("whole")).length > 0);
    child.kill("SIGKILL");
    await until(() => kernelsOf(workspace) === 0);
    expect(await again("--no-cache")).to.equal(NAMES.length);
    expect(await again()).to.equal(NAMES.length);
  });

  it("keeps what SIGINT has let end", async () => {
    const path = workspace.notebook("stop/z.ipynb", "k", [note("z", log()), language.forever]);
    workspace.notebook("stop/a.ipynb", "k", [note("first", log())]);
    const { child, finished } = startCli(["run", join(path, ".."), "--out", workspace.path("stopped"), "--jobs", "1"], workspace.env);
    await until(() => linesOf(log()).some(({ name }) => name === "z"));
    child.kill("SIGINT");
    const { code, stdout } = await finished;
    expect(code).to.equal(3);
    expect(stdout).to.match(/1 aborted: the same command goes on from here/);
    expect(recordedIn(workspace.path("stopped"))).to.deep.equal(["a"]);
  });

  it("forgets a notebook that has been changed since", async () => {
    const result = workspace.notebook("edit/a.ipynb", "k", [language.print("old")]);
    workspace.notebook("edit/b.ipynb", "k", [note("b", log()), language.forever]);
    const { child, finished } = startCli(["run", join(result, ".."), "--out", workspace.path("edited"), "--jobs", "1"], workspace.env);
    await until(() => recordedIn(workspace.path("edited")).length > 0);
    child.kill("SIGINT");
    await finished;
    workspace.notebook("edit/a.ipynb", "k", [language.print("new")]);
    workspace.notebook("edit/b.ipynb", "k", [language.print("b")]);
    expect((await runCli(["run", join(result, ".."), "--out", workspace.path("edited")], workspace.env)).code).to.equal(0);
    expect(textOf(codeCells(workspace.path("edited", "a.ipynb"))[0]?.outputs)).to.equal("new\n");
  });

  (canMount() ? it : it.skip)(`says that a disk is full, and keeps the notebook elsewhere${canMount() ? "" : " (no file system can be mounted here)"}`, () =>
    withSmallDisk(async (disk) => {
      const big = workspace.notebook("full/big.ipynb", "k", [language.print("x".repeat(10)), language.lines(300_000)]);
      workspace.notebook("full/small.ipynb", "k", [language.print("fine")]);
      const { code, stdout, stderr } = await runCli(["run", join(big, ".."), "--out", disk, "--jobs", "1"], workspace.env);
      expect(code, stderr).to.equal(3);
      expect(stdout).to.match(/1 unwritten: make room/);
      const place = /big\.ipynb: cannot be written: .*no space left.*kept in (\S+)/i.exec(stdout)?.[1] ?? "";
      expect(textOf(codeCells(place)[1]?.outputs).split("\n")).to.have.length(300_001);
      expect(textOf(codeCells(join(disk, "small.ipynb"))[0]?.outputs)).to.equal("fine\n");
      expect(readdirSync(disk).filter((name) => name.endsWith(".part"))).to.deep.equal([]);
      rmSync(dirname(place), { recursive: true });
    }));
});

describe("cellwright run --in-place", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  after(() => workspace.remove());

  (language.spec ? it : it.skip)("writes the outputs into the sources, and nothing else in them changes", async () => {
    workspace.kernelspec("k", language.spec ?? {});
    const path = workspace.notebook("n.ipynb", "k", [language.print("here")]);
    const { code, stderr } = await runCli(["run", path, "--in-place", "--out", workspace.path("out")], workspace.env);
    expect(code, stderr).to.equal(0);
    const [cell] = codeCells(path);
    expect(textOf(cell?.outputs)).to.equal("here\n");
    expect(cell).to.include({ id: "c1", source: language.print("here") });
    expect(existsSync(workspace.path("out", "n.ipynb"))).to.equal(false);
  });
});

/** A cell that tells the log its notebook and its kernel's process. */
const note = (name: string, file: string): string => language === python
  ? `import os; open(${JSON.stringify(file)}, 'a').write(f'${name} {os.getpid()}\\n')`
  : `require("node:fs").appendFileSync(${JSON.stringify(file)}, \`${name} \${process.pid}\\n\`);`;

const linesOf = (file: string): { name: string; pid: number }[] =>
  existsSync(file) ? contentOf(file).split("\n").filter(Boolean).map((line) => ({ name: line.split(" ")[0] ?? "", pid: Number(line.split(" ")[1]) })) : [];

/** The notebooks' names that the run's journal holds. */
function recordedIn(folder: string): string[] {
  const journals = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(".cellwright-run-")) : [];
  return journals.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n")).flatMap((line) => /"path":"[^"]*?([^/"]+)\.ipynb","result".*\}$/.exec(line)?.[1] ?? []);
}

function start(workspace: Workspace, out: string): ChildProcess {
  return spawn(process.execPath, [built, "run", workspace.path("in"), "--out", workspace.path(out), "--jobs", "2", "--quiet"], { env: { ...workspace.env, TMPDIR: workspace.path("tmp") }, stdio: "ignore" });
}

/** @returns false if the run had ended before. */
async function killedAfter(ms: number, workspace: Workspace): Promise<boolean> {
  const child = start(workspace, "out");
  const ended = new Promise<boolean>((resolve) => child.once("exit", (_, signal) => resolve(signal === "SIGKILL")));
  const timer = setTimeout(() => child.kill("SIGKILL"), ms);
  return ended.finally(() => clearTimeout(timer));
}

/** Park and Miller's: the same moments each time. */
function generator(seed: number): () => number {
  let state = seed % 2147483647;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Works with a file system of one megabyte. */
async function withSmallDisk(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "small-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
  try {
    await work(folder);
  } finally {
    execFileSync("umount", [folder]);
    rmSync(folder, { recursive: true });
  }
}

function canMount(): boolean {
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmpdir()], { stdio: "ignore" }); // in a name space of its own, which ends with it
    return process.getuid?.() === 0;
  } catch {
    return false;
  }
}

/** Kernels keep their connection files in the workspace's own temporary folder. */
function kernelsOf(workspace: Workspace): number {
  const { stdout } = spawnSync("pgrep", ["-f", workspace.path("tmp")], { encoding: "utf8" });
  return stdout.split("\n").filter(Boolean).length;
}

async function milliseconds(child: ChildProcess): Promise<number> {
  const began = performance.now();
  await new Promise((resolve) => child.once("exit", resolve));
  return performance.now() - began;
}
