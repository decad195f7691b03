// Checks pass on right answers, and say what is wrong on wrong ones.
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { check, close, exercise, gradientCheck, largestError, shape, yours } from "../../src/learn/checks";
import { captureLog, failure } from "./capture";

describe("checks", () => {
  before(async () => {
    await tf.setBackend("cpu");
  });

  it("prints one line for a check that holds", async () => {
    expect(await captureLog(() => check("one is one", true))).to.deep.equal(["✓ one is one"]);
  });

  it("throws the name and the hint for a check that does not hold", async () => {
    expect((await failure(() => check("one is two", false, "Count again."))).message).to.equal("✗ one is two. Count again.");
  });

  it("compares shapes", async () => {
    const x = tf.zeros([2, 3]);
    expect(await captureLog(() => shape("x", x, [2, 3]))).to.deep.equal(["✓ x: [2, 3]"]);
    expect((await failure(() => shape("x", x, [3, 2]))).message).to.contain("[2, 3], not [3, 2]");
    expect((await failure(() => shape("x", x, [2]))).message).to.contain("not [2]");
    x.dispose();
  });

  it("compares numbers, nested arrays and tensors, and prints the error reached", async () => {
    const lines = await captureLog(async () => {
      close("numbers", 1, 1 + 2e-7);
      close("arrays", [[1, 2], [3, 4]], new Float32Array([1, 2, 3, 4]));
      await close("tensors", tf.tensor2d([[1, 2]]), [1, 2.5], 0.25);
    });
    expect(lines[0]).to.equal("✓ numbers: largest error 2e-7, allowed 1e-6");
    expect(lines[1]).to.contain("largest error 0,");
    expect(lines[2]).to.contain("largest error 0.2,");
  });

  it("fails on too large an error, on NaN and on different counts", async () => {
    expect((await failure(() => close("far", 1, 2))).message).to.contain("largest error 0.5");
    expect((await failure(() => close("NaN", [1, NaN], [1, 2]))).message).to.contain("NaN");
    expect((await failure(() => close("NaN first", [NaN, 1], [1, 1]))).message).to.contain("NaN");
    expect((await failure(() => close("counts", [1], [1, 2]))).message).to.contain("1 numbers against 2");
    expect((await failure(() => close("tensor", tf.scalar(1), 3))).message).to.contain("largest error 0.67");
  });

  it("measures an error relative to large numbers and absolute for small ones", () => {
    expect(largestError(1001, 1000)).to.be.closeTo(0.001, 1e-12);
    expect(largestError(0.001, 0)).to.equal(0.001);
    expect(largestError(Infinity, Infinity)).to.equal(0);
  });

  describe("gradientCheck", () => {
    const f = (...xs: tf.Tensor[]): tf.Tensor => tf.tidy(() => tf.sum(tf.mul(tf.tanh(xs[0] ?? 0), tf.exp(xs[1] ?? 0))));

    it("agrees with autodiff to 1e-4 and leaks nothing", async () => {
      const xs = [tf.tensor2d([[0.3, -0.7]]), tf.tensor2d([[0.1], [0.2]])];
      const before = tf.memory().numTensors;
      const lines = await captureLog(async () => expect((await gradientCheck(f, xs, { name: "tanh·exp" })).worst).to.be.below(1e-4));
      expect(lines[0]).to.match(/^✓ tanh·exp: autodiff = finite differences/);
      expect(tf.memory().numTensors).to.equal(before);
    });

    it("fails on a wrong gradient", async () => {
      const wrong = tf.customGrad((x) => ({ value: tf.square(x as tf.Tensor), gradFunc: (dy: tf.Tensor) => tf.mul(dy, x as tf.Tensor) }));
      expect((await failure(() => gradientCheck((x = tf.scalar(0)) => tf.sum(wrong(x)), [tf.tensor1d([1, 2])]))).message).to.contain("✗ gradient");
    });
  });

  describe("exercise", () => {
    const options = (given: (x: number) => number) => ({
      given,
      tests: [{ name: "twice 3 is 6", ok: (f: (x: number) => number) => f(3) === 6 }, { name: "twice 0 is 0", ok: (f: (x: number) => number) => f(0) === 0 }],
      hints: [{ when: (f: (x: number) => number) => f(3) === 9, say: "That is the square." }],
    });

    it("passes on a solution", async () => {
      expect(await captureLog(() => exercise("twice", options((x) => 2 * x)))).to.deep.equal(["✓ exercise twice: passed (tests: 2)"]);
    });

    it("tells the holder of a stub what to do, without a stack", async () => {
      const error = await failure(() => exercise("twice", options(() => yours())));
      expect(error.message).to.contain("waiting for your answer");
      expect(error.stack).to.equal(`ExerciseError: ${error.message}`);
      expect((await failure(() => exercise("value", { given: undefined, tests: [] }))).message).to.contain("waiting for your answer");
    });

    it("gives a usual wrong answer its own hint, any other the test that failed", async () => {
      expect((await failure(() => exercise("twice", options((x) => x * x)))).message).to.contain("Hint: That is the square.");
      expect((await failure(() => exercise("twice", options((x) => x)))).message).to.equal("Exercise twice, not yet: twice 3 is 6.");
    });

    it("shows an error thrown by the answer", async () => {
      expect((await failure(() => exercise("twice", options(() => { throw new Error("oops"); })))).message).to.contain("oops");
    });
  });
});
