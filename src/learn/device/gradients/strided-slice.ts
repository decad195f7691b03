// The gradient of StridedSlice, which TensorFlow.js lacks: dy with zeros between its entries and around them.
import * as tf from "@tensorflow/tfjs";

export const stridedSlice: tf.GradConfig = {
  kernelName: "StridedSlice",
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => {
    if (!x || Array.isArray(dy)) throw new Error("StridedSlice has lost its input.");
    const { begin, strides, sizes } = slices(x.shape, attrs);
    if (strides.some((stride) => stride < 1)) throw new Error("tf.stridedSlice has a gradient for positive strides only: use tf.reverse before it.");
    return { x: () => x.shape.reduce((slope: tf.Tensor, length, axis) => spread(slope, { axis, begin: begin[axis] ?? 0, stride: strides[axis] ?? 1, length }), tf.reshape(dy, sizes)) };
  },
};

/** Where a slice begins along each axis of x, its strides, and how many entries it takes. */
function slices(shape: number[], attrs: tf.NamedAttrMap): { begin: number[]; strides: number[]; sizes: number[] } {
  const list = (name: string): number[] => [attrs[name]].flat().map(Number);
  const mask = (name: string): number => Number(attrs[name] ?? 0);
  const { begin, end, strides } = tf.slice_util.sliceInfo(shape, list("begin"), list("end"), list("strides"), mask("beginMask"), mask("endMask"), mask("ellipsisMask"), mask("newAxisMask"), mask("shrinkAxisMask"));
  return { begin, strides, sizes: begin.map((from, axis) => Math.max(0, Math.ceil(((end[axis] ?? 0) - from) / (strides[axis] ?? 1)))) };
}

function spread(slope: tf.Tensor, { axis, begin, stride, length }: { axis: number; begin: number; stride: number; length: number }): tf.Tensor {
  const size = slope.shape[axis] ?? 1;
  const [before, after] = [slope.shape.slice(0, axis), slope.shape.slice(axis + 1)];
  const none = (axes: number[]): [number, number][] => axes.map(() => [0, 0]);
  const apart = tf.reshape(tf.pad(tf.reshape(slope, [...before, size, 1, ...after]), [...none(before), [0, 0], [0, stride - 1], ...none(after)]), [...before, size * stride, ...after]);
  const room = Math.max(0, length - begin - size * stride);
  const framed = tf.pad(apart, [...none(before), [begin, room], ...none(after)]);
  return tf.slice(framed, framed.shape.map(() => 0), [...before, length, ...after]);
}
