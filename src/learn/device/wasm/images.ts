// Slopes of convolution and pooling. TensorFlow.js's WebAssembly backend lacks the one by the filter, has the one of pooling silently wrong,
// and takes nine tenths of a CNN's step for the one by the image.
import * as tf from "@tensorflow/tfjs";
import { type Call, ownKernel } from "./kernel";

type Conv2DInfo = tf.backend_util.Conv2DInfo;

const convInfo = ({ attrs }: Call, images: number[], filter: number[]): Conv2DInfo =>
  tf.backend_util.computeConv2DInfo(four(images), four(filter), pair(attrs.strides), 1, padding(attrs.pad), rounding(attrs.dimRoundingMode), false, layout(attrs.dataFormat));

/** What the library's functions on images take between the tensors and the rest: sizes, strides and the frame. */
const sizes = (info: Conv2DInfo): number[] => [info.batchSize, info.inHeight, info.inWidth, info.inChannels, info.outHeight, info.outWidth];
const windows = (info: Conv2DInfo): number[] => [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth, info.padInfo.top, info.padInfo.left];
/** Numbers that all places of one image meet. */
const met = (info: Conv2DInfo): number => info.outHeight * info.outWidth * info.filterHeight * info.filterWidth * info.inChannels;

const byImages = ownKernel("Conv2DBackpropInput", (call) => {
  const { library, tensor, at, make, attrs, withRoom } = call;
  const info = convInfo(call, numbers(attrs.inputShape), tensor("filter").shape);
  const dx = make(info.inShape);
  withRoom(met(info), (room) => library.convolutionImages(at("dy"), at("filter"), at(dx), ...sizes(info), info.outChannels, ...windows(info), room, library.scratch));
  return dx;
});

const byFilter = ownKernel("Conv2DBackpropFilter", (call) => {
  const { library, tensor, at, make, attrs, withRoom } = call;
  const info = convInfo(call, tensor("x").shape, numbers(attrs.filterShape));
  const dw = make(numbers(attrs.filterShape));
  withRoom(met(info), (room) => library.convolutionFilter(at("x"), at("dy"), at(dw), ...sizes(info), info.outChannels, ...windows(info), room, library.scratch));
  return dw;
});

const maxPoolGradient = ownKernel("MaxPoolGrad", ({ library, tensor, at, make, attrs }) => {
  const info = tf.backend_util.computePool2DInfo(four(tensor("input").shape), pair(attrs.filterSize), pair(attrs.strides), 1, poolPadding(attrs.pad), rounding(attrs.dimRoundingMode));
  const dx = make(info.inShape);
  library.maxPoolGradient(at("input"), at("dy"), at(dx), ...sizes(info), ...windows(info));
  return dx;
});

export const imageKernels = [byImages, byFilter, maxPoolGradient];

function numbers(value: unknown): number[] {
  if (Array.isArray(value)) return value.map(Number);
  throw new Error("An image kernel's shape is missing.");
}

function four([a = 1, b = 1, c = 1, d = 1]: number[]): [number, number, number, number] {
  return [a, b, c, d];
}

function pair(value: unknown): [number, number] {
  const [height = 1, width = height] = Array.isArray(value) ? value.map(Number) : [Number(value)];
  return [height, width];
}

type Padding = Parameters<typeof tf.backend_util.computeConv2DInfo>[4];

function padding(value: unknown): Padding {
  if (!Array.isArray(value)) return poolPadding(value);
  const [, rows, columns] = value;
  return [[0, 0], pair(rows), pair(columns), [0, 0]];
}

const poolPadding = (value: unknown): "valid" | "same" | number => (value === "valid" || value === "same" ? value : Number(value));

const rounding = (value: unknown): "floor" | "round" | "ceil" | undefined => (value === "floor" || value === "round" || value === "ceil" ? value : undefined);

function layout(value: unknown): "channelsLast" {
  if (value === undefined || value === "NHWC") return "channelsLast";
  throw new Error(`The wasm device's convolutions take NHWC images, not ${String(value)}.`);
}
