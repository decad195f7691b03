// Compiled functions: the same numbers as without, state kept, and what cannot be compiled refused; on native TensorFlow and where there is none.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { findPackage } from "../../src/learn/device/native-folder";

interface Apart {
  losses: number;
  weights: number;
  compiled: boolean;
  left: number;
}

interface Results {
  adamw: Apart;
  sgd: Apart;
  rmsprop: Apart;
  repeats: number;
  mixed: { precision: string; losses: number; weights: number; images: number; moved: number; product: number[] };
  counter: number[];
  sharing: number[][];
  outside: number[][];
  kinds: number[][];
  manyShapes: number[];
  picture: { apart: number; largest: number };
  nested: number[];
  added: number[];
  random: string;
  dropout: string;
  reading: string;
  plainBatch: string;
  badNumber: { said: string; finite: boolean };
  folders: number;
}

async function on(device: string): Promise<Results> {
  const folder = await mkdtemp(join(tmpdir(), "cellwright-compile-"));
  const script = join(__dirname, "compile", "probes.ts");
  const env = { ...process.env, CELLWRIGHT_DEVICE: device, TMPDIR: folder, TEMP: folder };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", script], { env });
  await rm(folder, { recursive: true });
  return JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7));
}

/** What holds on every device. */
function computes(results: () => Results): void {
  for (const name of ["adamw", "sgd", "rmsprop"] as const) {
    it(`trains a GPT by ${name} with batches of two shapes to the same losses and weights as uncompiled, and leaves no tensor`, () => {
      const { losses, weights, left } = results()[name];
      expect(losses).to.be.below(1e-5);
      expect(weights).to.be.below(1e-5);
      expect(left).to.equal(0);
    });
  }

  it("gives the same training bit for bit a second time", () => expect(results().repeats).to.equal(0));

  it("reads and assigns variables, also those changed from outside between calls", () => expect(results().counter).to.deep.equal([10, 30, 60, 1010, 101]));

  it("tells a tensor from a variable or an argument that shares its data", () => {
    expect(results().sharing).to.deep.equal([[1505, 2707], [1501, 2701], [7, 10]]);
  });

  it("serves each shape and type, also when they are many", () => {
    expect(results().kinds).to.deep.equal([[0, 0, 1], [1, 0], [1, 0]]);
    expect(results().manyShapes).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("has the gradient of convolution, ReLU and pooling", () => {
    expect(results().picture.largest).to.be.above(1);
    expect(results().picture.apart).to.be.below(1e-4);
  });

  it("may call another compiled function", () => expect(results().nested).to.deep.equal([12]));

  it("may add a dimension, whose type TensorFlow.js leaves unsaid", () => expect(results().added).to.deep.equal([1, 10, 2, 20]));

  it("names a loss that is not finite, and keeps the parameters as they were", () => {
    expect(results().badNumber.said).to.match(/loss is NaN at step 2; the gradient of "layers.0.weight" is not finite/);
    expect(results().badNumber.finite).to.equal(true);
  });
}

describe("compile", () => {
  const missing = findPackage("@tensorflow/tfjs-node") ? "" : " (skipped: native TensorFlow.js is not built here)";

  (missing ? describe.skip : describe)(`on native TensorFlow${missing}`, () => {
    let results: Results;
    before(async () => void (results = await on("node")));
    computes(() => results);

    it("trains as a graph", () => expect(results.adamw.compiled).to.equal(true));

    it("in mixed precision reads bfloat16 in products, keeps parameters in float32, and comes out near", () => {
      const { precision, losses, weights, images, moved, product } = results.mixed;
      expect(precision).to.equal("bfloat16");
      expect(product).to.deep.equal([1]); // (1 + 2⁻⁹)² in float32 is not
      expect(moved).to.be.closeTo(8 * 2 ** -10, 1e-7); // in bfloat16 it would not move
      for (const apart of [losses, weights, images]) expect(apart).to.be.above(1e-6).and.below(0.03);
    });

    it("keeps a tensor from outside alive for its graph", () => expect(results.outside).to.deep.equal([[1, 2, 3], [2, 4, 6]]));

    it("refuses random numbers, dropout and a tensor's values by name", () => {
      expect(results.random).to.match(/cannot be compiled: two runs .*random ones/);
      expect(results.dropout).to.equal(results.random);
      expect(results.reading).to.match(/cannot read a tensor's values/);
    });

    it("refuses a batch that holds more than tensors, by name", () => expect(results.plainBatch).to.match(/"weight" in it is not one/));

    it("leaves no file behind", () => expect(results.folders).to.equal(0));
  });

  describe("on the cpu device, which has no graphs", () => {
    let results: Results;
    before(async () => void (results = await on("cpu")));
    computes(() => results);

    it("runs the function itself", () => {
      expect(results.adamw.compiled).to.equal(false);
      expect(results.random).to.equal("no error");
      expect(results.mixed).to.deep.include({ precision: "float32", losses: 0, weights: 0, images: 0 });
    });
  });
});
