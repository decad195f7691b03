// Kernels at sizes where devices take other paths (blocks, batches, strides), against TensorFlow.js in plain JavaScript.
import { expect } from "chai";
import { devices, runOn } from "./devices";

type Results = Record<string, { shape: number[]; values: number[] }>;

/** WebGPU gives a window's slope to the last of its equal entries, a slope too; the others to the first. */
const DIFFERENT: Record<string, string[]> = { webgpu: ["slope of pooling where entries are equal"] };

describe("kernels at larger sizes", function () {
  this.timeout(120_000);
  const [cpu, ...others] = devices();
  let right: Results;
  before(async () => {
    if (cpu) right = await runOn<Results>(cpu, "kernels-run.ts");
  });

  for (const device of others) {
    (device.available ? it : it.skip)(`compute on ${device.title} what plain JavaScript does, to 2e-5, in the same shapes`, async () => {
      const reached = await runOn<Results>(device, "kernels-run.ts");
      expect(Object.keys(reached)).to.deep.equal(Object.keys(right)).and.have.length.above(50);
      for (const [name, { shape, values }] of Object.entries(right)) {
        if (DIFFERENT[device.name]?.includes(name)) continue;
        expect(reached[name]?.shape, name).to.deep.equal(shape);
        const worst = Math.max(0, ...values.map((value, i) => Math.abs(value - (reached[name]?.values[i] ?? NaN)) / Math.max(1, Math.abs(value))));
        expect(worst, name).to.be.below(2e-5);
      }
    });
  }
});
