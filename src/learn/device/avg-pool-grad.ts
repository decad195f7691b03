// AvgPoolGrad and AvgPool3DGrad, which TensorFlow.js's own backends have wrong at padded edges: there a mean is of fewer entries than the window has.
import * as tf from "@tensorflow/tfjs";

interface Attributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** Puts right kernels in the place of a backend's own. */
export function mendAvgPoolGrad(backendName: string): void {
  replace("AvgPoolGrad", backendName, (shape, { filterSize, strides, pad, dimRoundingMode }) => {
    const info = tf.backend_util.computePool2DInfo(shape as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
    return [
      { size: info.inHeight, window: info.filterHeight, stride: info.strideHeight, before: info.padInfo.top, out: info.outHeight },
      { size: info.inWidth, window: info.filterWidth, stride: info.strideWidth, before: info.padInfo.left, out: info.outWidth },
    ];
  });
  replace("AvgPool3DGrad", backendName, (shape, attrs) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as { filterSize: Three; strides: Three } & Pick<Attributes, "pad" | "dimRoundingMode">;
    const info = tf.backend_util.computePool3DInfo(shape as [number, number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
    return [
      { size: info.inDepth, window: info.filterDepth, stride: info.strideDepth, before: info.padInfo.front, out: info.outDepth },
      { size: info.inHeight, window: info.filterHeight, stride: info.strideHeight, before: info.padInfo.top, out: info.outHeight },
      { size: info.inWidth, window: info.filterWidth, stride: info.strideWidth, before: info.padInfo.left, out: info.outWidth },
    ];
  });
}

type Three = number | [number, number, number];

interface Axis {
  size: number;
  window: number;
  stride: number;
  before: number;
  out: number;
}

function replace(kernelName: string, backendName: string, axesOf: (shape: number[], attrs: Attributes) => Axis[]): void {
  const original = tf.getKernel(kernelName, backendName);
  if (!original) return;
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({
    ...original,
    kernelFunc: (call) => {
      const { dy, input } = call.inputs;
      if (!dy || !input) throw new Error(`${kernelName} has lost an input.`);
      const axes = axesOf(input.shape, call.attrs as unknown as Attributes);
      return tf.tidy(() => original.kernelFunc({ ...call, inputs: { ...call.inputs, dy: evened(dy, axes) } }) as tf.Tensor);
    },
  });
}

/** dy times (entries of a whole window / entries that this one has). */
function evened(dy: tf.TensorInfo, axes: Axis[]): tf.TensorInfo {
  const factors = axes.map(({ size, window, stride, before, out }) => Array.from({ length: out }, (_, i) => window / covered(i * stride - before, window, size)));
  if (factors.flat().every((factor) => factor === 1)) return dy;
  const tensor = dy instanceof tf.Tensor ? dy : tf.engine().makeTensorFromTensorInfo(dy);
  return factors.reduce((scaled: tf.Tensor, factor, i) => tf.mul(scaled, tf.reshape(tf.tensor1d(factor), along(i + 1, factor.length, dy.shape.length))), tensor);
}

const covered = (from: number, window: number, size: number): number => Math.min(from + window, size) - Math.max(from, 0);

/** A shape of ones, but for one axis. */
const along = (axis: number, size: number, rank: number): number[] => Array.from({ length: rank }, (_, i) => (i === axis ? size : 1));
