// The runners that are measured: each as the commands that execute a list of notebooks, so many at a time.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const XDIST = "3.8.0";
const here = dirname(fileURLToPath(import.meta.url));

/**
 * `commands(files, jobs)` run side by side and are over when all are; `parallel` says how two jobs are had.
 * @returns {{ name: string, version: string, parallel: string, writes: boolean, env?: object, commands(files: string[], jobs: number): string[][] }[]}
 */
export function findRunners(root, python, log = console.log) {
  const attempts = { ours, nbclient, papermill, nbmake };
  return Object.entries(attempts).flatMap(([name, find]) => {
    try {
      return [{ name, ...find(root, python) }];
    } catch (error) {
      log(`${name} is left out: ${error.message.trim().split("\n").at(-1)}`);
      return [];
    }
  });
}

function ours(root) {
  const cli = join(root, "dist", "cli.js");
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run node scripts/build.mjs`);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    version: `${version} on Node ${process.versions.node}`,
    parallel: "--jobs 2",
    writes: true,
    commands: (files, jobs) => [[process.execPath, cli, "run", ...files, "--out", join(dirname(files[0]), "..", "executed"), "--jobs", String(jobs), "--quiet"]],
  };
}

function nbclient(_, python) {
  return {
    version: versionOf(python, "nbclient"),
    parallel: "two processes, half of the notebooks each",
    writes: true,
    commands: (files, jobs) => parts(files, jobs).map((part) => [python, "-c", "from nbclient.cli import main; main()", ...part, "--output={notebook_name}-executed"]),
  };
}

/** Its Python interface, all notebooks in one process: its command takes one notebook, and starting it anew for each takes longer. */
function papermill(_, python) {
  return {
    version: versionOf(python, "papermill"),
    parallel: "two processes, half of the notebooks each",
    writes: true,
    commands: (files, jobs) => parts(files, jobs).map((part) => [python, join(here, "papermill_all.py"), join(dirname(files[0]), "..", "executed"), ...part]),
  };
}

/** It checks notebooks and writes none, unless told to. */
function nbmake(root, python) {
  const version = versionOf(python, "nbmake");
  const xdist = findXdist(root, python);
  const pytest = [python, "-m", "pytest", "--nbmake", "-q", "-p", "no:cacheprovider"];
  return {
    version: `${version} with pytest ${versionOf(python, "pytest")}${xdist ? `, pytest-xdist ${XDIST}` : ""}`,
    parallel: xdist ? "-n 2 (pytest-xdist)" : "two processes, half of the notebooks each (pytest-xdist cannot be installed here)",
    writes: false,
    env: xdist ? { PYTHONPATH: xdist } : {},
    commands: (files, jobs) => (jobs === 1 || !xdist ? parts(files, jobs).map((part) => [...pytest, ...part]) : [[...pytest, "-n", String(jobs), ...files]]),
  };
}

/** In a folder of the bench's own: the project's Python stays as it is. */
function findXdist(root, python) {
  const folder = join(root, ".cellwright", "bench", `xdist-${XDIST}`);
  if (!existsSync(join(folder, "xdist"))) spawnSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target", folder, `pytest-xdist==${XDIST}`, "execnet==2.1.2"]);
  return existsSync(join(folder, "xdist")) ? folder : undefined;
}

/** Every other one each, so that the parts take about the same time. */
const parts = (files, jobs) => Array.from({ length: jobs }, (_, i) => files.filter((__, place) => place % jobs === i)).filter((part) => part.length > 0);

const versionOf = (python, name) => execFileSync(python, ["-c", `from importlib.metadata import version; print(version("${name}"))`], { encoding: "utf8", stdio: "pipe" }).trim();
