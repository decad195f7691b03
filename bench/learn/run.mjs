// Times one training step here, in plain TensorFlow.js, in jax-js and in PyTorch, in interleaved rounds.
// Usage: node bench/learn/run.mjs [--task gpt|mlp|cnn|cnn-epoch|matmul] [--size 512] [--device node-gpu|webgpu] [--python PATH] [--rounds 7] [--steps 3]; PATH is a Python that has torch (or CELLWRIGHT_TORCH_PYTHON).
// With --device the step runs on a GPU, beside PyTorch CUDA.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem, type } from "node:os";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const option = (name, otherwise) => (process.argv.includes(`--${name}`) ? process.argv[process.argv.indexOf(`--${name}`) + 1] : otherwise);
const python = option("python", process.env.CELLWRIGHT_TORCH_PYTHON ?? "python3");
const rounds = Number(option("rounds", 7));
const steps = Number(option("steps", 3));
const task = option("task", "gpt");
const [folder, ...model] = { gpt: ["gpt"], mlp: ["images", "mlp"], cnn: ["images", "cnn"], "cnn-epoch": ["images", "cnn", "--epoch"], matmul: ["matmul", option("size", "512")] }[task] ?? [];
if (!folder) throw new Error(`There is no task "${task}": gpt, mlp, cnn, cnn-epoch or matmul.`);

const tsx = (file, device, ...flags) => ({ command: process.execPath, args: ["--import", "tsx", here(`${folder}/${file}`), ...model, ...flags], env: { CELLWRIGHT_DEVICE: device } });
const device = option("device");
if (device && !["node-gpu", "webgpu"].includes(device)) throw new Error(`--device is node-gpu or webgpu, not "${device}".`);
const reference = (env) => ({ command: python, args: [here(`${folder}/reference.py`), ...model], env });

/** WebGPU runs no graphs, so there is nothing to compile. */
const onGpu = () => ({
  "PyTorch CUDA": reference({ CELLWRIGHT_BENCH_TORCH: "cuda" }),
  ...(device === "node-gpu" ? { [`ours, ${device}`]: tsx("ours.ts", device, "--compile"), [`ours, ${device}, bfloat16`]: tsx("ours.ts", device, "--compile", "--bfloat16") } : {}),
  [`ours, ${device}, not compiled`]: tsx("ours.ts", device),
});

/** There is nothing to compile in a product. */
const onCpuProduct = () => ({ "PyTorch CPU": reference({}), "ours, native": tsx("ours.ts", "node"), "ours, wasm": tsx("ours.ts", "wasm") });

const onCpu = () => ({
  "PyTorch CPU": reference({}),
  "ours, native": tsx("ours.ts", "node", "--compile"),
  ...(task === "gpt" ? { "ours, native, bfloat16": tsx("ours.ts", "node", "--compile", "--bfloat16") } : {}),
  "ours, native, not compiled": tsx("ours.ts", "node"),
  "ours, wasm": tsx("ours.ts", "wasm"),
  ...(task === "cnn-epoch" ? {} : { "TensorFlow.js, native": tsx("plain.ts", "node"), "TensorFlow.js, wasm": tsx("plain.ts", "wasm") }), // their step is in cnn
  ...(model[0] === "cnn" ? {} : { "jax-js, wasm": tsx("jax.mjs", "wasm") }), // a CNN's step takes it more than a minute
});

/** An epoch of MNIST in steps of task.json's size, each with the drawing of its batch. */
const [MNIST, BATCH] = [60_000, 64];

/** Operations of the products in one step. */
const productFlops = () => 2 * Number(model[0]) ** 3 * JSON.parse(readFileSync(here("matmul/task.json"), "utf8"))[model[0]];

/** Of the GPT's step. */
const { batch, context } = JSON.parse(readFileSync(here("gpt/task.json"), "utf8"));
const TOKENS = batch * context;

/** A process that answers "run n" with n times. */
class Contender {
  constructor(name, { command, args, env }) {
    this.name = name;
    this.times = [];
    this.child = spawn(command, args, { cwd: here("../.."), env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "ignore"] });
    this.gone = new Promise((done) => this.child.on("error", done).on("exit", done)).then(() => undefined);
    this.child.stdin.on("error", () => undefined);
    this.lines = createInterface({ input: this.child.stdout });
  }

  /** The times of n steps, or undefined if the process has ended. */
  run(n) {
    const answer = new Promise((done) => this.lines.on("line", (line) => line.startsWith("TIMES ") && done(JSON.parse(line.slice(6)))));
    this.child.stdin.write(`run ${n}\n`);
    return Promise.race([answer, this.gone]);
  }

  stop() {
    this.child.kill();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function started() {
  const running = [];
  for (const [name, how] of Object.entries(device ? onGpu() : task === "matmul" ? onCpuProduct() : onCpu())) {
    const contender = new Contender(name, how);
    if (await contender.run(3)) running.push(contender);
    else console.log(`${name} is left out: ${how.command} ${how.args.at(-1)} does not run here.`);
  }
  return running;
}

const contenders = await started();
if (contenders.length === 0) throw new Error("No contender runs here.");
for (let round = 0; round < rounds; round++) {
  for (const contender of contenders) contender.times.push(...((await contender.run(steps)) ?? []));
}
contenders.forEach((contender) => contender.stop());

const torch = contenders.find(({ name }) => name.startsWith("PyTorch"));
const results = contenders.map(({ name, times }) => ({
  name,
  medianMs: Number(median(times).toFixed(1)),
  minMs: Number(Math.min(...times).toFixed(1)),
  maxMs: Number(Math.max(...times).toFixed(1)),
  tokensPerSecond: task === "gpt" ? Math.round((TOKENS * 1000) / median(times)) : undefined,
  epochSeconds: task === "cnn-epoch" ? Number(((median(times) * MNIST) / BATCH / 1000).toFixed(1)) : undefined,
  gflops: task === "matmul" ? Number((productFlops() / median(times) / 1e6).toFixed(2)) : undefined,
  timesPyTorch: torch ? Number((median(times) / median(torch.times)).toFixed(2)) : undefined,
}));
const version = (program) => spawnSync(python, ["-c", program], { encoding: "utf8" }).stdout?.trim() || undefined;
const gpu = device && spawnSync("nvidia-smi", ["--query-gpu=name,driver_version", "--format=csv,noheader"], { encoding: "utf8" }).stdout?.trim();
const machine = { ...(gpu && { gpu }), cpu: cpus()[0]?.model, cores: cpus().length, memoryGB: Math.round(totalmem() / 2 ** 30), system: `${type()} ${release()}`, load: loadavg().map((value) => Number(value.toFixed(2))) };
const versions = { node: process.version, torch: version("import torch; print(torch.__version__)"), tfjs: "4.22.0", jaxjs: "0.1.25" };
console.table(Object.fromEntries(results.map(({ name, ...rest }) => [name, rest])));
console.log(machine, versions);
const file = ["learn", ...(task === "gpt" ? [] : [task]), ...(task === "matmul" ? model : []), ...(device ? [device] : [])].join("-");
writeFileSync(here(`../results/${file}.json`), `${JSON.stringify({ date: new Date().toISOString(), task, ...(task === "matmul" ? { size: Number(model[0]) } : {}), device, machine, versions, rounds, steps, results }, null, 2)}\n`);
