// The gradient of MirrorPad: TensorFlow.js's own forgets that an entry is seen again in the mirror.
import * as tf from "@tensorflow/tfjs";

export const mirrorPad: tf.GradConfig = {
  kernelName: "MirrorPad",
  inputsToSave: ["x"],
  gradFunc: (dy, [x], attrs) => {
    const paddings: unknown = attrs["paddings"];
    if (!x || Array.isArray(dy) || !Array.isArray(paddings)) throw new Error("MirrorPad has lost its input.");
    const edge = attrs["mode"] === "reflect" ? 0 : 1; // "symmetric" repeats the entry at the edge
    return { x: () => paddings.reduce((slope: tf.Tensor, [before, after]: [number, number], axis: number) => folded(slope, { axis, before, after, edge, size: x.shape[axis] ?? 1 }), dy) };
  },
};

interface Frame {
  axis: number;
  before: number;
  after: number;
  edge: number;
  size: number;
}

/** What stands in the mirror is added to what it shows. */
function folded(slope: tf.Tensor, { axis, before, after, edge, size }: Frame): tf.Tensor {
  if (before + after === 0) return slope;
  const front = [axis, ...slope.shape.keys()].filter((each, i) => i === 0 || each !== axis);
  const back = [...front.keys()].map((each) => front.indexOf(each));
  const source = Array.from({ length: before + size + after }, (_, i) => shown(i - before, size, edge));
  return tf.transpose(tf.unsortedSegmentSum(tf.transpose(slope, front), tf.tensor1d(source, "int32"), size), back);
}

/** The entry that a place shows, inside or beside the tensor. */
function shown(place: number, size: number, edge: number): number {
  if (place < 0) return -place - edge;
  return place < size ? place : 2 * (size - 1) - place + edge;
}
