// Times the kernel beside ipykernel, Deno's and tslab, in interleaved rounds: start, latency, latency after 500 cells, 20,000 lines.
// Usage: node bench/kernel/run.mjs [--rounds 9] [--heavy 3] [--peers ours,Deno]; CELLWRIGHT_PYTHON names a Python with jupyter_client and ipykernel.
// Writes bench/results/kernel.json. --heavy: in how many of the rounds the 500 cells and the lines are measured too.
// --as-is keeps the environment variables that are left out otherwise.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPeers } from "./peers.mjs";
import { startDriver } from "./python-driver.mjs";
import { judged, summarised, table } from "./summary.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const option = (name, otherwise) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise);
const rounds = Number(option("rounds", 9));
const heavyRounds = Number(option("heavy", 3));
const python = process.env.CELLWRIGHT_PYTHON ?? join(root, ".cellwright", "python", platform() === "win32" ? "Scripts/python.exe" : "bin/python");

/** Settings of one machine, not of a kernel: reading NODE_EXTRA_CA_CERTS alone takes Node 20 some 33 ms a process, and Deno ignores it. */
const leftOut = process.argv.includes("--as-is") ? [] : ["NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "PYTHONSTARTUP"].filter((name) => name in process.env);
const baseEnv = Object.fromEntries(Object.entries(process.env).filter(([name]) => !leftOut.includes(name)));

async function measureAll(peers, driver) {
  const figures = Object.fromEntries(peers.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const heavy = round < heavyRounds;
    const order = peers.map((_, i) => peers[(i + round) % peers.length]); // each goes first in turn
    for (const { name, argv, env, codes } of order) {
      const result = await driver.measure({ argv, env: { ...baseEnv, ...env }, modules: join(root, "node_modules"), codes, heavy });
      figures[name].push(result);
      console.log(`round ${round + 1}/${rounds}  ${name.padEnd(9)} start ${result.start?.toFixed(0)} ms, 1+1 ${result.latency?.toFixed(2)} ms ${result.error ?? ""}`);
    }
  }
  return figures;
}

const wanted = option("peers", "").split(",").filter(Boolean);
const peers = findPeers(root, python).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const loadBefore = loadavg();
const driver = startDriver(python, fileURLToPath(new URL("driver.py", import.meta.url)));
const figures = await measureAll(peers, driver);
driver.close();

const summary = summarised(figures);
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), os: `${platform()} ${release()}`, loadBefore, loadAfter: loadavg() };
const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
const verdicts = judged(summary);
mkdirSync(join(root, "bench", "results"), { recursive: true });
writeFileSync(join(root, "bench", "results", "kernel.json"), `${JSON.stringify({ date: new Date().toISOString(), machine, versions, environmentLeftOut: leftOut, rounds, heavyRounds, summary, verdicts, figures }, null, 1)}\n`);

console.log(`\n${table(summary, versions)}\n`);
if (leftOut.length > 0) console.log(`Environment variables left out: ${leftOut.join(", ")}\n`);
for (const { target, reached, met } of verdicts) console.log(`${met ? "met   " : "MISSED"}  ${target}: ${reached}`);
