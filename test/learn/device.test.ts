// Choosing a device: each case in a process of its own, since a process has one.
import { execFile } from "node:child_process";
import { expect } from "chai";
import { hasNvidia, nodeGpu, webgpu } from "./devices";

function run(program: string, env: NodeJS.ProcessEnv): Promise<string> {
  const source = `const { device } = require("./src/learn/device"); (async () => { ${program} })().catch((error) => console.log("ERROR", error.message));`;
  return new Promise((done) => {
    const options = { env: { ...process.env, ...env } };
    execFile(process.execPath, ["--import", "tsx", "-e", source], options, (_error, stdout) => done(stdout));
  });
}

const NOWHERE = { CELLWRIGHT_NATIVE: "/nowhere" };

describe("device", () => {
  it("takes wasm where nothing native is installed, and says why for each faster one", async () => {
    const shown = await run("const d = await device(); console.log(d.name, (await d.tf.tensor([[1, 2], [3, 4]]).matMul(d.tf.tensor([[1, 0], [0, 1]]), true, true).data()).join());", { ...NOWHERE, CELLWRIGHT_DEVICE: "" });
    expect(shown).to.match(/Device: wasm/).and.match(/node-gpu was not taken: /).and.match(/webgpu was not taken: /).and.match(/\n {2}node was not taken: @tensorflow\/tfjs-node is not installed/);
    expect(shown).to.match(/wasm 1,3,2,4/);
  });

  it("obeys CELLWRIGHT_DEVICE and refuses another device after the first", async () => {
    const shown = await run(`await device(); await device("cpu"); await device("wasm");`, { CELLWRIGHT_DEVICE: "cpu" });
    expect(shown).to.match(/Device: cpu/).and.match(/ERROR This session computes on "cpu" already/);
  });

  it("speaks Chinese where the page does", async () => {
    const shown = await run("console.log((await device()).label);", { CELLWRIGHT_DEVICE: "cpu", CELLWRIGHT_LANG: "zh" });
    expect(shown).to.match(/设备：cpu（纯 JavaScript，一个 CPU 核）/).and.match(/指定了 cpu。/).and.match(/^纯 JavaScript，一个 CPU 核$/m);
  });

  it("lists the five for a name that it does not know", async () => {
    expect(await run("await device();", { CELLWRIGHT_DEVICE: "tpu" })).to.match(/ERROR CELLWRIGHT_DEVICE is "tpu"; the devices are node-gpu, webgpu, node, wasm, cpu/);
  });

  it("says what is missing for a forced device that does not work", async () => {
    expect(await run(`await device("node");`, NOWHERE)).to.match(/ERROR The device "node" does not work here: @tensorflow\/tfjs-node is not installed/);
  });

  it("refuses a gradient that wasm gets wrong, naming the op", async () => {
    const program = `const { tf } = await device("wasm"); tf.grad((x) => tf.sum(tf.maxPool3d(x, 2, 2, "valid")))(tf.ones([1, 4, 4, 4, 1]));`;
    expect(await run(program, {})).to.match(/ERROR The wasm device cannot compute the gradient op MaxPool3DGrad/);
  });

  const native = nodeGpu();
  (native.available && !hasNvidia() ? it : it.skip)(`loads tfjs-node-gpu without a GPU when asked for it, and says that it sees none, on ${native.title}`, async () => {
    expect(await run(`await device("node-gpu");`, {})).to.match(/ERROR The device "node-gpu" does not work here: tfjs-node-gpu loads, but sees no GPU \(no NVIDIA driver is seen\)/);
  }).timeout(60_000);

  it("names the package that the GPU lacks, and how to get it", async () => {
    expect(await run(`await device("node-gpu");`, NOWHERE)).to.match(/ERROR The device "node-gpu" does not work here: @tensorflow\/tfjs-node-gpu is not installed \(node scripts\/setup-native\.mjs builds it where an NVIDIA driver is seen, or with --gpu\)/);
  });

  const gpu = webgpu();
  (gpu.available ? it : it.skip)(`refuses WebGPU in software unless CELLWRIGHT_SOFTWARE_GPU allows it, on ${gpu.title}`, async function () {
    if (!gpu.title.includes("in software")) this.skip(); // a real GPU is taken anyway
    const shown = await run(`await device("webgpu");`, { ...gpu.env, CELLWRIGHT_SOFTWARE_GPU: "" });
    expect(shown).to.match(/ERROR The device "webgpu" does not work here: only a software adapter is found \(.*\), slower than the devices after it; CELLWRIGHT_SOFTWARE_GPU=1 allows it/);
  });

  it("names the package that WebGPU lacks, and how to get it", async () => {
    expect(await run(`await device("webgpu");`, NOWHERE)).to.match(/ERROR The device "webgpu" does not work here: the optional package webgpu is not installed \(in a clone, node scripts\/setup-webgpu\.mjs/);
  });
});
