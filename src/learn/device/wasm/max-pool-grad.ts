// MaxPoolGrad, which is silently wrong in the WebAssembly backend: each window's slope goes to its first largest entry, as in TensorFlow.
import * as tf from "@tensorflow/tfjs";
import { floats, input, wasmBackend } from "./heap";

interface Attributes {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "valid" | "same" | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

export const maxPoolGrad: tf.KernelConfig = {
  kernelName: "MaxPoolGrad",
  backendName: "wasm",
  kernelFunc: ({ inputs, backend: given, attrs }) => {
    const backend = wasmBackend(given);
    const [dy, x] = [input(inputs, "dy"), input(inputs, "input")];
    const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Attributes;
    const info = tf.backend_util.computePool2DInfo(x.shape as [number, number, number, number], filterSize, strides, 1, pad, dimRoundingMode);
    const dx = backend.makeOutput(x.shape, "float32");
    spread(floats(backend, x), floats(backend, dy), floats(backend, dx).fill(0), info);
    return dx;
  },
};

function spread(x: Float32Array, dy: Float32Array, dx: Float32Array, info: tf.backend_util.Conv2DInfo): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, strideHeight, strideWidth, padInfo } = info;
  let out = 0;
  for (let image = 0; image < batchSize; image++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++) {
        const corner = { image: image * inHeight * inWidth * inChannels, top: row * strideHeight - padInfo.top, left: column * strideWidth - padInfo.left };
        for (let channel = 0; channel < inChannels; channel++, out++) {
          const at = largest(x, corner, channel, info);
          dx[at] = (dx[at] ?? 0) + (dy[out] ?? 0);
        }
      }
    }
  }
}

/** Where the first largest entry of a window lies. */
function largest(x: Float32Array, { image, top, left }: { image: number; top: number; left: number }, channel: number, { inHeight, inWidth, inChannels, effectiveFilterHeight, effectiveFilterWidth }: tf.backend_util.Conv2DInfo): number {
  let [best, found] = [-Infinity, -1];
  for (let row = Math.max(0, top); row < Math.min(inHeight, top + effectiveFilterHeight); row++) {
    for (let column = Math.max(0, left); column < Math.min(inWidth, left + effectiveFilterWidth); column++) {
      const at = image + (row * inWidth + column) * inChannels + channel;
      const value = x[at] ?? NaN;
      if (value > best || found < 0) [best, found] = [value, at];
    }
  }
  return found;
}
