// Training on each device: the losses that plain JavaScript has, nothing left behind, and reads that fail with a reason.
import { expect } from "chai";
import { devices, runOn } from "./devices";
import type { Trained } from "./golden/train-run";

describe("training on a device", function () {
  this.timeout(120_000);
  const [cpu, ...others] = devices();
  let right: Trained;
  before(async () => {
    if (cpu) right = await runOn<Trained>(cpu, "train-run.ts");
  });

  for (const device of others) {
    (device.available ? it : it.skip)(`a GPT's and a CNN's losses are plain JavaScript's on ${device.title}, to 1e-4, and no tensor is left`, async () => {
      const { gpt, cnn, leaked, read, refused } = await runOn<Trained>(device, "train-run.ts");
      for (const [i, loss] of [...right.gpt, ...right.cnn].entries()) expect([...gpt, ...cnn][i]).to.be.closeTo(loss, 1e-4);
      expect(leaked).to.equal(0);
      if (device.name !== "webgpu") return expect(read).to.equal("2,3");
      expect(read).to.contain("WebGPU has no synchronous reads: use `await tensor.data()`");
      expect(refused).to.match(/WebGPU refused an operation, so that its result is wrong: [^]*usages must not be 0[^]*CELLWRIGHT_DEVICE=node/);
    });
  }
});
