// Every operation that lessons and library compute with, beside PyTorch: values and gradients on each device.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { devices, runOn } from "./devices";
import golden from "./golden/ops.json";
import type { Reached } from "./golden/ops-run";

const root = join(__dirname, "..", "..");
const cases = Object.keys(golden.cases);

/** Gradients that a device has not got: it must say so by name. */
const REFUSED: Record<string, Record<string, string>> = { wasm: { conv3d: "Conv3DBackpropInputV2", maxPool3d: "MaxPool3DGrad" } };

/** WGSL allows sines, cosines and what is made from them an error of 2⁻¹¹. */
const LOOSE = new Set(["sin", "cos", "tan", "asin", "acos", "atan", "atan2"]);
const tolerance = (device: string, name: string): number => (device === "webgpu" && LOOSE.has(name) ? 1e-3 : 1e-5);

describe("operations beside PyTorch", function () {
  this.timeout(180_000);
  for (const device of devices()) {
    (device.available ? it : it.skip)(`have the same values and gradients on ${device.title}, and leave no tensor`, async () => {
      const reached = await runOn<Record<string, Reached>>(device, "ops-run.ts");
      expect(Object.keys(reached)).to.deep.equal(cases);
      const refused = REFUSED[device.name] ?? {};
      for (const [name, { value, gradient, leaked, error }] of Object.entries(reached)) {
        if (refused[name]) {
          expect(error).to.contain(`The ${device.name} device cannot compute the gradient op ${refused[name]} rightly: use the node or cpu device`);
          continue;
        }
        expect(error, name).to.equal(undefined);
        expect(value, `${name}: values`).to.be.below(tolerance(device.name, name));
        expect(gradient, `${name}: gradients`).to.be.below(tolerance(device.name, name));
        expect(leaked, `${name}: tensors left`).to.equal(0);
      }
    });
  }
});

/** Names after `tf.` that compute nothing which has a gradient: what makes, keeps or frees tensors, parts of complex numbers, and what is told of the machine. */
const NO_OPERATION = new Set(`backend buffer clone customGrad dispose dropout engine env eye fill getBackend getGradient getKernel getKernelsForBackend grad grads keep linspace memory
  multinomial ones onesLike print profile rand randomNormal randomStandardNormal randomUniform range ready registerGradient registerKernel removeBackend scalar scatterND setBackend setdiff1dAsync
  tensor tensor1d tensor2d tensor3d tensor4d tensor5d tidy time truncatedNormal unregisterKernel valueAndGrad valueAndGrads variable variableGrads zeros zerosLike nextFrame sequential
  loadLayersModel loadGraphModel isNaN any all argMax less lessEqual greaterEqual notEqual logicalAnd logicalOr logicalNot whereAsync booleanMaskAsync confusionMatrix real imag`.split(/\s+/));

const sources = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(ending)).map((file) => readFileSync(join(root, folder, file), "utf8"));

describe("the table of operations", () => {
  const tried = readFileSync(join(__dirname, "golden", "ops.ts"), "utf8");
  for (const [where, texts] of [["the library", sources("src/learn", ".ts")], ["the lessons", sources("notebooks/en", ".ipynb")]] as const) {
    it(`has every operation that ${where} calls`, () => {
      const called = new Set(texts.flatMap((text) => [...text.matchAll(/\btf\.([a-z]\w*)\b(?:<[\w.]*>)?\(/g)].map((match) => match[1] ?? "")));
      const missing = [...called].filter((name) => !NO_OPERATION.has(name) && !new RegExp(`\\btf\\.(\\w+\\.)?${name}\\b`).test(tried));
      expect(missing, "add them to test/learn/golden/ops.ts and scripts/golden/ops.py").to.deep.equal([]);
    });
  }
});
