// Gathers the benches of one step (bench/results) for lesson 8 in notebooks/data/speed-runs.json, each with its settings, date and machine.
//
//   node scripts/golden/speed.mjs          after bench/learn/run.mjs for gpt, mlp, cnn and each size of matmul
//
// The last line is the file's sha256, for src/learn/data/speed-runs.ts and notebooks/data/SOURCES.md.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/** The bench's names as the record has them. */
const NAMES = {
  "PyTorch CPU": "pytorch", "ours, native": "native", "ours, native, bfloat16": "native-bfloat16", "ours, native, not compiled": "native-plain", "ours, wasm": "wasm",
  "TensorFlow.js, native": "tfjs-native", "TensorFlow.js, wasm": "tfjs-wasm", "jax-js, wasm": "jax-wasm",
};

const read = (path) => JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), "utf8"));

function run(file, settings) {
  const { date, machine, versions, rounds, steps, results } = read(`bench/results/${file}.json`);
  const programs = results.map(({ name, medianMs, minMs, maxMs, gflops }) => ({ name: NAMES[name], medianMs, minMs, maxMs, gflops }));
  const { node, torch, tfjs } = versions;
  return { settings, date: date.slice(0, 10), processor: machine.cpu, cores: machine.cores, memoryGB: machine.memoryGB, load: machine.load[0], versions: { node, torch, tfjs }, rounds, steps, programs };
}

const { mlp, cnn, ...images } = read("bench/learn/images/task.json");
const { lr, classes, side } = images;
const record = {
  matmul: Object.entries(read("bench/learn/matmul/task.json")).map(([size, products]) => run(`learn-matmul-${size}`, { size: Number(size), products })),
  mlp: run("learn-mlp", { ...mlp, lr }),
  cnn: run("learn-cnn", { ...cnn, lr, classes, side }),
  gpt: run("learn", read("bench/learn/gpt/task.json")),
};
const file = `${JSON.stringify(record, null, 1)}\n`;
writeFileSync(new URL("../../notebooks/data/speed-runs.json", import.meta.url), file);
console.log(createHash("sha256").update(file).digest("hex"));
