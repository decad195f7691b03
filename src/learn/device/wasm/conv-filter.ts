// Conv2DBackpropFilter, which the WebAssembly backend lacks: for each place of the filter, one product of the inputs it met and dy.
import * as tf from "@tensorflow/tfjs";
import { input } from "./heap";

interface Attributes {
  filterShape: [height: number, width: number, inputs: number, outputs: number];
  strides: number | [number, number];
  pad: "valid" | "same" | number | tf.backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** dW[i, j] = Σ over images and places: x[stride · place + (i, j)]ᵀ · dy[place]; x [n, h, w, in], dy [n, h′, w′, out]. */
export const conv2dBackpropFilter: tf.KernelConfig = {
  kernelName: "Conv2DBackpropFilter",
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs }) => {
    const { filterShape, strides, pad, dataFormat, dimRoundingMode } = attrs as unknown as Attributes;
    if (dataFormat !== "NHWC") throw new Error(`The wasm device's convolutions take NHWC images, not ${dataFormat}.`);
    const [x, dy] = [tensorOf(input(inputs, "x")), tensorOf(input(inputs, "dy"))];
    const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4, filterShape, strides, 1, pad, dimRoundingMode);
    const { top, bottom, left, right } = info.padInfo;
    return tf.tidy(() => {
      const framed = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
      const rows = tf.reshape(dy, [-1, info.outChannels]); // [n h′ w′, out]
      const places = Array.from({ length: info.filterHeight * info.filterWidth }, (_, place) => [Math.floor(place / info.filterWidth), place % info.filterWidth] as const);
      const parts = places.map(([i, j]) => tf.matMul(tf.reshape(met(framed, [i, j], info), [-1, info.inChannels]), rows, true, false)); // [in, out]
      return tf.reshape(tf.stack(parts), filterShape);
    });
  },
};

type Shape4 = [number, number, number, number];

/** What place (i, j) of the filter met, [n, h′, w′, in]. */
function met(framed: tf.Tensor, [i, j]: readonly [number, number], info: tf.backend_util.Conv2DInfo): tf.Tensor {
  const end = [i + (info.outHeight - 1) * info.strideHeight + 1, j + (info.outWidth - 1) * info.strideWidth + 1] as const;
  if (info.strideHeight === 1 && info.strideWidth === 1) return tf.slice(framed, [0, i, j, 0], [info.batchSize, info.outHeight, info.outWidth, info.inChannels]);
  return tf.stridedSlice(framed, [0, i, j, 0], [info.batchSize, ...end, info.inChannels], [1, info.strideHeight, info.strideWidth, 1]);
}

/** A kernel gets tensors where it is told of their data only. */
const tensorOf = (info: tf.TensorInfo): tf.Tensor => (info instanceof tf.Tensor ? info : tf.engine().makeTensorFromTensorInfo(info));
