// Times completion, inspection and type warnings beside tslab, Deno's kernel and ipykernel, in interleaved rounds; how many of the probes each answers rightly.
// Usage: node bench/kernel/types.mjs [--rounds 3] [--counts 5,100,500] [--peers ours,tslab]; CELLWRIGHT_PYTHON names a Python with jupyter_client and ipykernel.
// Writes bench/results/types.json. The heavy part (cells with tfjs and plotly.js's types) is run in the first round, for ours and whoever manages it.
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findPeers } from "./peers.mjs";
import { startDriver } from "./python-driver.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const root = here("../..").replace(/[\\/]$/, "");
const option = (name, otherwise) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise);
const rounds = Number(option("rounds", 3));
const counts = option("counts", "5,100,500").split(",").map(Number);
const wanted = option("peers", "").split(",").filter(Boolean);
const python = process.env.CELLWRIGHT_PYTHON ?? join(root, ".cellwright", "python", platform() === "win32" ? "Scripts/python.exe" : "bin/python");
const { python: pythonProbes, ...probes } = JSON.parse(readFileSync(here("probes.json"), "utf8"));

const GROWN = {
  setup: 'import * as tf from "@tensorflow/tfjs";\nimport type { Layout, PlotData } from "plotly.js-dist-min";\nconst layout: Partial<Layout> = { title: { text: "x" } };',
  cell: `interface Row_@ { id: number; name: string; tags: string[] }
function make_@(n: number): Row_@[] { return Array.from({ length: n }, (_, j) => ({ id: j, name: "r" + j, tags: [String(j)] })); }
class Model_@ { weights = new Map<string, number[]>(); constructor(public readonly name: string) {} fit(rows: Row_@[]) { for (const r of rows) this.weights.set(r.name, [r.id]); return this; } }
const made = make_@(3).map((r) => ({ ...r, score: Math.sqrt(r.id) }));
const fitted = new Model_@("m").fit(made);
const product_@ = tf.tidy(() => tf.tensor2d([[1, 2], [3, 4]]).add(1).shape);
const trace_@: Partial<PlotData> = { x: made.map((r) => r.id), y: made.map((r) => r.score), type: "scatter" };`,
  counts,
  completions: [
    { code: "tf.tens|", has: "tensor2d" },
    { code: "tf.scalar(1).|", has: "matMul" },
    { code: "made[0].|", has: "score" },
    { code: "fitted.weights.|", has: "get" },
    { code: "const l: Partial<Layout> = { | }", has: "xaxis" },
  ],
};

const quantile = (values, share) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const rounded = (value) => (typeof value === "number" ? Number(value.toFixed(1)) : undefined);

/** Several rounds' probes of one kind: right answers of the first round, quantiles over all. */
function summarised(all) {
  const times = all.flatMap(({ times: each }) => each);
  return { asked: all[0].asked, right: all[0].right, wrong: all[0].wrong, p50: rounded(quantile(times, 0.5)), p95: rounded(quantile(times, 0.95)), max: rounded(Math.max(...times)) };
}

function figuresOf(parts) {
  const [first] = parts;
  if (!first) return undefined;
  const [server, kernel] = first.memory;
  const warnings = first.warnings?.filter((value) => value !== null);
  return { completion: summarised(parts.map(({ complete }) => complete)), inspection: summarised(parts.map(({ inspect }) => inspect)), warningMs: rounded(warnings && quantile(warnings, 0.5)), serverMiB: rounded(server ?? undefined), kernelMiB: rounded(kernel) };
}

const peers = findPeers(root, python).filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const driver = startDriver(python, here("asking.py"));
const loadBefore = loadavg();
const results = Object.fromEntries(peers.map(({ name }) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const { name, argv, env } of peers.map((_, i) => peers[(i + round) % peers.length])) {
    const own = name === "ipykernel" ? pythonProbes : probes;
    const task = { argv, env: { ...process.env, ...env }, modules: join(root, "node_modules"), probes: own, grown: round === 0 && name !== "ipykernel" ? GROWN : null, warns: name === "ours" };
    const result = await driver.measure(task);
    results[name].push(result);
    console.log(`round ${round + 1}/${rounds}  ${name.padEnd(9)} ${result.plain ? `${result.plain.complete.right} of ${result.plain.complete.asked} completions` : ""} ${result.error ?? ""}`);
  }
}
driver.close();

const summary = Object.fromEntries(Object.entries(results).map(([name, all]) => {
  const plain = figuresOf(all.flatMap((result) => (result.plain ? [result.plain] : [])));
  const grown = Object.fromEntries(Object.entries(all[0]?.grown ?? {}).filter(([, part]) => part.memory).map(([count, part]) => [count, figuresOf([part])]));
  return [name, { plain, grown, errors: all.flatMap(({ error }) => error ?? []) }];
}));
const row = (figures) => figures && { "completions right": `${figures.completion.right}/${figures.completion.asked}`, "p50 ms": figures.completion.p50, "p95 ms": figures.completion.p95, "inspections right": `${figures.inspection.right}/${figures.inspection.asked}`, "inspection p50": figures.inspection.p50, "inspection p95": figures.inspection.p95, "warning ms": figures.warningMs, "server MiB": figures.serverMiB, "kernel MiB": figures.kernelMiB };
console.table(Object.fromEntries(Object.entries(summary).flatMap(([name, { plain, grown }]) => [[name, row(plain)], ...Object.entries(grown).map(([count, figures]) => [`${name}, ${count} cells`, row(figures)])].filter(([, figures]) => figures))));
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), os: `${platform()} ${release()}`, loadBefore, loadAfter: loadavg() };
const versions = Object.fromEntries(peers.map(({ name, version }) => [name, version]));
writeFileSync(join(root, "bench", "results", "types.json"), `${JSON.stringify({ date: new Date().toISOString(), machine, versions, rounds, summary }, null, 1)}\n`);
