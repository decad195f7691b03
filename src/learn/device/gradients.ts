// Gradients that TensorFlow.js 4.22 lacks or has wrong, whatever the device. Checked against PyTorch.
import * as tf from "@tensorflow/tfjs";
import { einsum } from "./gradients/einsum";
import { mirrorPad } from "./gradients/mirror-pad";
import { stridedSlice } from "./gradients/strided-slice";

const COMPARISONS = ["Greater", "Less", "LessEqual", "Equal", "NotEqual", "LogicalAnd", "LogicalOr"];
const WRONG_WHERE_BROADCAST = ["SquaredDifference", "Minimum", "Maximum", "BatchMatMul"];

let mended = false;

/** Once a process. */
export function mendGradients(): void {
  if (mended) return;
  mended = true;
  const broadcast = WRONG_WHERE_BROADCAST.map((name) => summed(name));
  for (const gradient of [...broadcast, ...COMPARISONS.map(flat), unpack, topK, gatherNd, einsum, mirrorPad, stridedSlice]) tf.registerGradient(gradient);
}

/** TensorFlow.js's own gradient of an operation of a and b, summed over the axes along which one of them was repeated. */
function summed(kernelName: string): tf.GradConfig {
  const original = tf.getGradient(kernelName);
  return {
    ...original,
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved;
      const slopes = original.gradFunc(dy, saved, attrs);
      return { a: () => sumTo(slopes["a"]?.(), a), b: () => sumTo(slopes["b"]?.(), b) };
    },
  };
}

function sumTo(slope: tf.Tensor | undefined, x: tf.Tensor | undefined): tf.Tensor {
  if (!slope || !x) throw new Error("An operation of two tensors has lost one.");
  const axes = tf.broadcast_util.getReductionAxes(x.shape, slope.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(slope, axes) : slope, x.shape);
}

/** A comparison does not move with its inputs; `tf.where(tf.greater(x, 0), …)` asks for its slope all the same. */
const flat = (kernelName: string): tf.GradConfig => ({
  kernelName,
  inputsToSave: ["a", "b"],
  gradFunc: (_dy, [a, b]) => ({ a: () => tf.zeros(a?.shape ?? []), b: () => tf.zeros(b?.shape ?? []) }),
});

/** TensorFlow.js's own expects a list, and one slice comes alone. */
const unpack: tf.GradConfig = {
  kernelName: "Unpack",
  gradFunc: (dy, _saved, attrs) => ({ value: () => tf.stack([dy].flat(), Number(attrs["axis"])) }),
};

/** Each value's slope goes to where it came from; there are none for places. */
const topK: tf.GradConfig = {
  kernelName: "TopK",
  inputsToSave: ["x"],
  outputsToSave: [false, true],
  gradFunc: (dy, [x, places]) => {
    const [values] = [dy].flat();
    if (!x || !places || !values) throw new Error("TopK has lost a tensor.");
    const hot = tf.oneHot(tf.cast(places, "int32"), x.shape.at(-1) ?? 1); // [..., k, n]
    return { x: () => tf.sum(tf.mul(tf.cast(hot, "float32"), tf.expandDims(values, -1)), -2) };
  },
};

const gatherNd: tf.GradConfig = {
  kernelName: "GatherNd",
  inputsToSave: ["params", "indices"],
  gradFunc: (dy, [params, indices]) => {
    if (!params || !indices || Array.isArray(dy)) throw new Error("GatherNd has lost a tensor.");
    return { params: () => tf.scatterND(indices, dy, params.shape), indices: () => tf.zeros(indices.shape) };
  },
};
