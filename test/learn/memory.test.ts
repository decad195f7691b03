// Memory watched buffer by buffer: shares count once, older buffers not at all.
import * as tf from "@tensorflow/tfjs";
import { expect } from "chai";
import { watchMemory } from "../../src/learn/memory";

describe("watchMemory", () => {
  before(() => tf.setBackend("cpu"));

  it("counts a buffer once, however many tensors share it", () => {
    const { value, timeline, peak } = watchMemory((held) => {
      const x = tf.zeros([10, 10]);
      const shares = [tf.reshape(x, [100]), tf.clone(x)];
      const both = held();
      x.dispose();
      const still = held();
      tf.dispose(shares);
      return { both, still, after: held() };
    });
    expect(value).to.deep.equal({ both: 400, still: 400, after: 0 });
    expect([timeline, peak]).to.deep.equal([[0, 400, 0], 400]);
  });

  it("does not count what was there before, nor copies of it that share its buffer", () => {
    const old = tf.zeros([50]);
    const { value } = watchMemory((held) => {
      tf.clone(old).dispose();
      old.dispose();
      return held();
    });
    expect(value).to.equal(0);
  });

  it("sees what a gradient keeps for the way back", () => {
    const x = tf.variable(tf.ones([8]));
    const { value } = watchMemory((held) => {
      let kept = 0;
      const mark = tf.customGrad((y) => ({ value: tf.clone(y as tf.Tensor), gradFunc: (dy: tf.Tensor) => ((kept = held()), tf.clone(dy)) }));
      const { value: loss, grads } = tf.variableGrads(() => mark(tf.sum(tf.exp(x))) as tf.Scalar, [x]);
      tf.dispose([loss, grads]);
      return { kept, after: held() };
    });
    // exp keeps its result (8 numbers); the loss, its copy's share, and the slope 1 to begin with are one number each
    expect(value).to.deep.equal({ kept: 8 * 4 + 2 * 4, after: 0 });
    x.dispose();
  });

  it("leaves the engine as it was, after an error too", () => {
    const { trackTensor } = tf.engine();
    expect(() => watchMemory(() => { throw new Error("no"); })).to.throw("no");
    expect(tf.engine().trackTensor).to.equal(trackTensor);
  });
});
