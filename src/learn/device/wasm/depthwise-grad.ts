// The gradients of depthwise convolutions, which the WebAssembly backend lacks.
import * as tf from "@tensorflow/tfjs";
import { floats, input, wasmBackend } from "./heap";

type Shape4 = [number, number, number, number];

interface Attributes {
  strides: number | [number, number];
  dilations?: number | [number, number];
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
  filterShape?: Shape4;
  inputShape?: Shape4;
}

/** dW[i, j, c, m] = Σ over images and places: x[stride · place + (i, j), c] · dy[place, c m]. */
const byFilter: tf.KernelConfig = {
  kernelName: "DepthwiseConv2dNativeBackpropFilter",
  backendName: "wasm",
  kernelFunc: ({ inputs, backend: given, attrs }) => {
    const backend = wasmBackend(given);
    const [x, dy] = [input(inputs, "x"), input(inputs, "dy")];
    const { filterShape = [1, 1, 1, 1], ...rest } = attrs as unknown as Attributes;
    const out = backend.makeOutput(filterShape, "float32");
    const [images, slopes, sums] = [floats(backend, x), floats(backend, dy), floats(backend, out).fill(0)];
    meetings(infoOf(x.shape as Shape4, filterShape, rest), (image, place, result) => void (sums[place] = (sums[place] ?? 0) + (images[image] ?? 0) * (slopes[result] ?? 0)));
    return out;
  },
};

/** dx[place met by (i, j), c] = Σ W[i, j, c, m] · dy[place, c m]. */
const byImage: tf.KernelConfig = {
  kernelName: "DepthwiseConv2dNativeBackpropInput",
  backendName: "wasm",
  kernelFunc: ({ inputs, backend: given, attrs }) => {
    const backend = wasmBackend(given);
    const [filter, dy] = [input(inputs, "filter"), input(inputs, "dy")];
    const { inputShape = [1, 1, 1, 1], ...rest } = attrs as unknown as Attributes;
    const out = backend.makeOutput(inputShape, "float32");
    const [weights, slopes, sums] = [floats(backend, filter), floats(backend, dy), floats(backend, out).fill(0)];
    meetings(infoOf(inputShape, filter.shape as Shape4, rest), (image, place, result) => void (sums[image] = (sums[image] ?? 0) + (weights[place] ?? 0) * (slopes[result] ?? 0)));
    return out;
  },
};

export const depthwiseGradients = [byFilter, byImage];

const infoOf = (image: Shape4, filter: Shape4, { strides, dilations = 1, pad, dimRoundingMode }: Attributes): tf.backend_util.Conv2DInfo =>
  tf.backend_util.computeConv2DInfo(image, filter, strides, dilations, pad, dimRoundingMode, true);

/** Calls `meet` with where an entry of the images, one of the filter and one of the result lie, for all that belong together. */
function meetings(info: tf.backend_util.Conv2DInfo, meet: (image: number, place: number, result: number) => void): void {
  const { batchSize, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  for (let image = 0, result = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++, result += info.outChannels) {
        window(info, { image, top: row * strideHeight - padInfo.top, left: column * strideWidth - padInfo.left, result }, meet);
      }
    }
  }
}

interface Corner { image: number; top: number; left: number; result: number }

function window(info: tf.backend_util.Conv2DInfo, { image, top, left, result }: Corner, meet: (image: number, place: number, result: number) => void): void {
  const { filterHeight, filterWidth, dilationHeight, dilationWidth, inHeight, inWidth, inChannels, outChannels } = info;
  const times = outChannels / inChannels;
  for (let i = 0; i < filterHeight; i++) {
    const y = top + i * dilationHeight;
    if (y < 0 || y >= inHeight) continue;
    for (let j = 0; j < filterWidth; j++) {
      const x = left + j * dilationWidth;
      if (x < 0 || x >= inWidth) continue;
      const [from, place] = [((image * inHeight + y) * inWidth + x) * inChannels, (i * filterWidth + j) * outChannels];
      for (let out = 0; out < outChannels; out++) meet(from + Math.floor(out / times), place + out, result + out);
    }
  }
}
