// GPT against PyTorch's logits and gradients, on each device.
import { expect } from "chai";
import { GPT } from "../../src/learn/nn";
import { devices, runOn } from "./devices";
import golden from "./golden/gpt.json";

interface Reached {
  loss: number;
  worstLogit: number;
  worstGradient: number;
}

describe("GPT", function () {
  this.timeout(120_000);
  for (const device of devices()) {
    (device.available ? it : it.skip)(`has PyTorch's logits, loss and gradients on ${device.title}, to 1e-4`, async () => {
      const { loss, worstLogit, worstGradient } = await runOn<Reached>(device, "gpt-run.ts");
      expect(loss).to.be.closeTo(golden.loss, 1e-5);
      expect(worstLogit).to.be.below(1e-4);
      expect(worstGradient).to.be.below(1e-4);
    });
  }

  it("counts GPT-2's own number of parameters by formula on a small sample", () => {
    const model = new GPT({ vocab: 11, context: 6, layers: 2, heads: 2, width: 8, tied: true });
    expect(model.parameterCount()).to.equal(11 * 8 + 6 * 8 + 2 * (12 * 64 + 13 * 8) + 16);
    model.dispose();
  });

  it("refuses more tokens than its context, and an empty prompt", async () => {
    const model = new GPT(golden.config);
    const { tensor2d } = await import("@tensorflow/tfjs");
    expect(() => model.forward(tensor2d([[1, 2, 3, 4, 5, 6, 7]], [1, 7], "int32"))).to.throw("time ≤ 6");
    const error: unknown = await model.generate([], { tokens: 1 }).next().catch((thrown: unknown) => thrown);
    expect(String(error)).to.contain("at least one token");
  });
});
