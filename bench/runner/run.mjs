// Times the runner beside nbclient, papermill and nbmake, on the same kernels, notebooks and machine, in interleaved rounds.
// Usage: node bench/runner/run.mjs [--quick] [--kernels cellwright,python3] [--runners ours,nbclient]; CELLWRIGHT_PYTHON names a Python with the peers.
// Writes bench/results/runner.json. --quick: 6 notebooks instead of 50, for development; its results go to .cellwright/bench/runner-quick.json.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startDriver } from "../kernel/python-driver.mjs";
import { median } from "../median.mjs";
import { judged, overhead, solved, table } from "./figures.mjs";
import { timeLessons } from "./lessons.mjs";
import { CELL, executedCells, makeNotebooks } from "./notebooks.mjs";
import { findRunners } from "./runners.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const option = (name, otherwise) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise);
const quick = process.argv.includes("--quick");
const python = process.env.CELLWRIGHT_PYTHON ?? join(root, ".cellwright", "python", platform() === "win32" ? "Scripts/python.exe" : "bin/python");

/** The whole run that is timed, and the smaller ones from which the parts of a runner's cost are solved. */
const WHOLE = { notebooks: quick ? 6 : 50, cells: 20 };
const PARTS = { rounds: quick ? 2 : 3, count: 3, cells: 20 };

const pythonPrefix = join(python, "..", "..");
const jupyterPath = [join(root, ".cellwright", "share", "jupyter"), join(pythonPrefix, "share", "jupyter"), process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);

/** Settings of one machine, not of a runner. */
const leftOut = ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "PYTHONSTARTUP"].filter((name) => name in process.env);
const baseEnv = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !leftOut.includes(name))), JUPYTER_PATH: jupyterPath };

const KERNELS = [
  { name: "cellwright", language: "typescript", argv: [process.execPath, join(root, "dist", "kernel", "main.js"), "{connection_file}"] },
  { name: "python3", language: "python", argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"] },
].filter(({ name }) => option("kernels", name).split(",").includes(name));

/** Seconds that commands side by side take. @throws with what a failing one has said. */
async function wallOf(commands, { cwd, env = {} }) {
  const began = performance.now();
  await Promise.all(commands.map((command) => finished(command, cwd, { ...baseEnv, ...env })));
  return (performance.now() - began) / 1000;
}

function finished([program, ...args], cwd, env) {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said = (said + chunk).slice(-4000)));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`${program} ${args.slice(0, 4).join(" ")} … exited with ${code}:\n${said}`))));
  });
}

/** One runner once over new notebooks; a runner that writes must have executed every cell. */
async function timed(runner, kernel, { notebooks, cells }, jobs) {
  const made = makeNotebooks(kernel, notebooks, cells);
  try {
    const seconds = await wallOf(runner.commands(made.files, jobs), { cwd: made.folder, env: runner.env });
    const executed = executedCells(made.folder);
    if (runner.writes && executed !== notebooks * cells) throw new Error(`${runner.name} has executed ${executed} of ${notebooks * cells} cells`);
    return seconds;
  } finally {
    made.remove();
  }
}

const rotated = (list, by) => list.map((_, i) => list[(i + by) % list.length]);

/** Small runs in rounds, in which each runner goes first in turn, the bare kernel among them. */
async function measureParts(runners, kernel, driver) {
  const walls = Object.fromEntries(runners.map(({ name }) => [name, { single: [], short: [], long: [] }]));
  const bare = [];
  for (let round = 0; round < PARTS.rounds; round++) {
    for (let i = 0; i < 3; i++) bare.push(await driver.measure({ argv: kernel.argv, env: baseEnv, modules: join(root, "node_modules"), cells: PARTS.cells, code: CELL }));
    for (const runner of rotated(runners, round)) {
      walls[runner.name].single.push(1000 * (await timed(runner, kernel, { notebooks: 1, cells: 1 }, 1)));
      walls[runner.name].short.push(1000 * (await timed(runner, kernel, { notebooks: PARTS.count, cells: 1 }, 1)));
      walls[runner.name].long.push(1000 * (await timed(runner, kernel, { notebooks: PARTS.count, cells: PARTS.cells }, 1)));
    }
    console.log(`${kernel.name}: round ${round + 1}/${PARTS.rounds}`);
  }
  return { walls, bare: { start: median(bare.map(({ start }) => start)), cell: median(bare.map(({ cell }) => cell)), rounds: bare } };
}

async function measureKernel(runners, kernel, driver) {
  const { walls, bare } = await measureParts(runners, kernel, driver);
  const figures = {};
  for (const runner of runners) {
    const wall = { one: await timed(runner, kernel, WHOLE, 1), two: await timed(runner, kernel, WHOLE, 2) };
    console.log(`${kernel.name}: ${runner.name} ${WHOLE.notebooks} notebooks in ${wall.one.toFixed(1)} s at 1 job, ${wall.two.toFixed(1)} s at 2`);
    figures[runner.name] = { overhead: overhead(wall.one * 1000, WHOLE, bare), solved: solved(walls[runner.name], PARTS), wall, walls: walls[runner.name] };
  }
  return { bare, runners: figures };
}

const wanted = option("runners", "").split(",").filter(Boolean);
const runners = findRunners(root, python).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const loadBefore = loadavg();
const driver = startDriver(python, fileURLToPath(new URL("bare.py", import.meta.url)));
const kernels = {};
for (const kernel of KERNELS) kernels[kernel.name] = await measureKernel(runners, kernel, driver);
driver.close();
const lessons = await timeLessons({ root, python, wallOf, rounds: quick ? 1 : 2 });

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), os: `${platform()} ${release()}`, loadBefore, loadAfter: loadavg() };
const versions = Object.fromEntries(runners.map(({ name, version }) => [name, version]));
const parallel = Object.fromEntries(runners.map(({ name, parallel: how }) => [name, how]));
const verdicts = Object.entries(kernels).flatMap(([name, figures]) => judged(name, figures.runners));
const folder = quick ? join(root, ".cellwright", "bench") : join(root, "bench", "results");
mkdirSync(folder, { recursive: true });
const file = join(folder, quick ? "runner-quick.json" : "runner.json");
writeFileSync(file, `${JSON.stringify({ date: new Date().toISOString(), machine, versions, parallel, environmentLeftOut: leftOut, whole: WHOLE, parts: PARTS, verdicts, kernels, lessons }, null, 1)}\n`);

for (const [name, { bare, runners: figures }] of Object.entries(kernels)) console.log(`\n${table(name, bare, figures)}`);
console.log(`\nlessons: ${lessons.map(({ runner, seconds }) => `${runner} ${median(seconds).toFixed(1)} s`).join(", ")}\n`);
for (const { target, reached, met } of verdicts) console.log(`${met ? "met   " : "MISSED"}  ${target}: ${reached}`);
