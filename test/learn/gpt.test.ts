// GPT against PyTorch's logits and gradients, on each backend of a CPU (each in a process of its own).
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { findPackage } from "../../src/learn/device/native-folder";
import { GPT } from "../../src/learn/nn";
import golden from "./golden/gpt.json";

interface Reached {
  loss: number;
  worstLogit: number;
  worstGradient: number;
}

async function on(device: string): Promise<Reached> {
  const script = join(__dirname, "golden", "gpt-run.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env: { ...process.env, CELLWRIGHT_DEVICE: device } });
  return JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7));
}

describe("GPT", () => {
  for (const device of ["cpu", "wasm", "node"]) {
    const missing = device === "node" && !findPackage("@tensorflow/tfjs-node") ? " (skipped: native TensorFlow.js is not built here)" : "";
    (missing ? it.skip : it)(`has PyTorch's logits, loss and gradients on ${device}, to 1e-4${missing}`, async () => {
      const { loss, worstLogit, worstGradient } = await on(device);
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
