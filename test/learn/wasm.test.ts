// The kernels that this library puts in place of the WebAssembly backend's own, against TensorFlow.js in plain JavaScript.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";

type Results = Record<string, { shape: number[]; values: number[] }>;

async function on(device: string): Promise<Results> {
  const script = join(__dirname, "golden", "kernels-run.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env: { ...process.env, CELLWRIGHT_DEVICE: device } });
  return JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7));
}

describe("kernels of the wasm device", () => {
  it("compute what plain JavaScript does, to 1e-5, in the same shapes", async () => {
    const [right, reached] = await Promise.all([on("cpu"), on("wasm")]);
    expect(Object.keys(reached)).to.deep.equal(Object.keys(right)).and.have.length.above(50);
    for (const [name, { shape, values }] of Object.entries(right)) {
      expect(reached[name]?.shape, name).to.deep.equal(shape);
      const worst = Math.max(0, ...values.map((value, i) => Math.abs(value - (reached[name]?.values[i] ?? NaN))));
      expect(worst, name).to.be.below(1e-5);
    }
  });
});
