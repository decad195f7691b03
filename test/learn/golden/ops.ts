// The operations that lessons and library compute with, by the names of ops.json, which holds PyTorch's values and gradients for them.
import * as tf from "@tensorflow/tfjs";

type Op = (...x: tf.Tensor[]) => tf.Tensor;
type Image = tf.Tensor4D;

/** `tf.f(x)` for each name. */
const UNARY = {
  neg: tf.neg, abs: tf.abs, square: tf.square, sqrt: tf.sqrt, rsqrt: tf.rsqrt, reciprocal: tf.reciprocal, exp: tf.exp, expm1: tf.expm1, log: tf.log, log1p: tf.log1p,
  sin: tf.sin, cos: tf.cos, tan: tf.tan, asin: tf.asin, acos: tf.acos, atan: tf.atan, sinh: tf.sinh, cosh: tf.cosh, tanh: tf.tanh, asinh: tf.asinh, atanh: tf.atanh,
  sigmoid: tf.sigmoid, logSigmoid: tf.logSigmoid, softplus: tf.softplus, relu: tf.relu, relu6: tf.relu6, elu: tf.elu, selu: tf.selu, erf: tf.erf,
  floor: tf.floor, ceil: tf.ceil, round: tf.round, sign: tf.sign,
};

const ELEMENTWISE: Record<string, Op> = {
  ...Object.fromEntries(Object.entries(UNARY).map(([name, op]): [string, Op] => [name, (x) => op(of(x))])),
  leakyRelu: (x) => tf.leakyRelu(of(x), 0.2),
  "gelu by erf": (x) => tf.mul(tf.mul(of(x), 0.5), tf.add(1, tf.erf(tf.div(of(x), Math.SQRT2)))),
  "gelu by tanh": (x) => tf.mul(tf.mul(of(x), 0.5), tf.add(1, tf.tanh(tf.mul(Math.sqrt(2 / Math.PI), tf.add(of(x), tf.mul(0.044715, tf.pow(of(x), 3))))))),
  clipByValue: (x) => tf.clipByValue(of(x), -0.5, 0.7),
  "add, broadcast": (a, b) => tf.add(of(a), of(b)),
  "add, columns": (a, b) => tf.add(of(a), of(b)),
  addN: (...xs) => tf.addN(xs),
  "addN of ten": (...xs) => tf.addN(xs),
  "sub, broadcast": (a, b) => tf.sub(of(a), of(b)),
  "mul, broadcast": (a, b) => tf.mul(of(a), of(b)),
  "div, broadcast": (a, b) => tf.div(of(a), of(b)),
  pow: (a, b) => tf.pow(of(a), of(b)),
  squaredDifference: (a, b) => tf.squaredDifference(of(a), of(b)),
  maximum: (a, b) => tf.maximum(of(a), of(b)),
  minimum: (a, b) => tf.minimum(of(a), of(b)),
  prelu: (x, alpha) => tf.prelu(of(x), of(alpha)),
  where: (a, b) => tf.where(tf.greater(of(a), of(b)), tf.mul(of(a), of(b)), of(b)),
  atan2: (a, b) => tf.atan2(of(a), of(b)),
  mod: (a, b) => tf.mod(of(a), of(b)),
};

const REDUCTIONS: Record<string, Op> = {
  sum: (x) => tf.sum(of(x)),
  "sum over an axis": (x) => tf.sum(of(x), 1),
  "sum over the first axis": (x) => tf.sum(of(x), 0),
  "sum over two axes, kept": (x) => tf.sum(of(x), [0, 2], true),
  mean: (x) => tf.mean(of(x)),
  "mean over an axis": (x) => tf.mean(of(x), -1),
  "max over an axis": (x) => tf.max(of(x), 1),
  "min over an axis": (x) => tf.min(of(x), 0),
  "prod over an axis": (x) => tf.prod(of(x), 1),
  logSumExp: (x) => tf.logSumExp(of(x), 1),
  "variance by moments": (x) => tf.moments(of(x), 1).variance,
  norm: (x) => tf.norm(of(x)),
  "norm over an axis": (x) => tf.norm(of(x), 2, 1),
  "norm, L1": (x) => tf.norm(tf.reshape(of(x), [-1]), 1),
  cumsum: (x) => tf.cumsum(of(x), 1),
  "cumsum from the end, exclusive": (x) => tf.cumsum(of(x), 1, true, true),
  argMax: (x) => tf.argMax(of(x), 1),
  argMin: (x) => tf.argMin(of(x), 0),
  topk: (x) => tf.topk(of(x), 3).values,
  "topk, where": (x) => tf.topk(of(x), 3).indices,
};

const PRODUCTS: Record<string, Op> = {
  matMul: (a, b) => tf.matMul(of(a), of(b)),
  "matMul, first transposed": (a, b) => tf.matMul(of(a), of(b), true),
  "matMul, second transposed": (a, b) => tf.matMul(of(a), of(b), false, true),
  "matMul, both transposed": (a, b) => tf.matMul(of(a), of(b), true, true),
  "matMul in batches": (a, b) => tf.matMul(of(a), of(b)),
  "matMul in batches, second transposed": (a, b) => tf.matMul(of(a), of(b), false, true),
  "matMul, one against a batch": (a, b) => tf.matMul(of(a), of(b)),
  "a row by a matrix": (a, b) => tf.matMul(of(a), of(b)),
  dot: (a, b) => tf.dot(of(a), of(b)),
  outerProduct: (a, b) => tf.outerProduct(flat(a), flat(b)),
  "einsum bij,bjk->bik": (a, b) => tf.einsum("bij,bjk->bik", of(a), of(b)),
  "einsum bid,bjd->bij": (a, b) => tf.einsum("bid,bjd->bij", of(a), of(b)),
  "einsum ij,j->i": (a, b) => tf.einsum("ij,j->i", of(a), of(b)),
  "einsum ij,jk->i": (a, b) => tf.einsum("ij,jk->i", of(a), of(b)),
  "einsum ij->ji": (a) => tf.einsum("ij->ji", of(a)),
};

const SHAPES: Record<string, Op> = {
  reshape: (x) => tf.reshape(of(x), [2, 6]),
  transpose: (x) => tf.transpose(of(x)),
  "transpose of heads": (x) => tf.transpose(of(x), [0, 2, 1, 3]),
  "transpose of five axes": (x) => tf.transpose(of(x), [2, 0, 3, 1, 4]),
  expandDims: (x) => tf.expandDims(of(x), 1),
  squeeze: (x) => tf.squeeze(of(x), [1]),
  concat: (a, b) => tf.concat([of(a), of(b)], 1),
  "concat of rows": (...xs) => tf.concat(xs, 0),
  stack: (a, b) => tf.stack([of(a), of(b)], 1),
  unstack: (x) => {
    const [, second, third] = tf.unstack(of(x));
    return tf.mul(of(second), of(third));
  },
  split: (x) => {
    const [first, , third] = tf.split(of(x), 3, 1);
    return tf.mul(of(first), of(third));
  },
  slice: (x) => tf.slice(of(x), [1, 2], [2, 3]),
  "slice of four axes": (x) => tf.slice(of(x), [0, 1, 0, 1], [2, 2, 2, 1]),
  stridedSlice: (x) => tf.stridedSlice(of(x), [0, 1], [5, 6], [2, 2]),
  "stridedSlice of one row": (x) => tf.stridedSlice(of(x), [1, 0], [2, 3], [1, 1], 0, 0, 0, 0, 1),
  pad: (x) => tf.pad(of(x), [[1, 1], [0, 2]], 0.5),
  "pad of images": (x) => tf.pad(of(x), [[0, 0], [1, 0], [2, 1], [0, 0]]),
  mirrorPad: (x) => tf.mirrorPad(of(x), [[1, 1], [2, 1]], "reflect"),
  "mirrorPad, symmetric": (x) => tf.mirrorPad(of(x), [[1, 1], [0, 0]], "symmetric"),
  tile: (x) => tf.tile(of(x), [2, 2]),
  broadcastTo: (x) => tf.broadcastTo(of(x), [2, 3, 4]),
  reverse: (x) => tf.reverse(of(x), 1),
  "gather of rows": (x, at) => tf.gather(of(x), of(at)),
  embedding: (x, at) => tf.gather(of(x), of(at)),
  "gather of columns": (x, at) => tf.gather(of(x), of(at), 1),
  gatherND: (x, at) => tf.gatherND(of(x), of(at)),
  unsortedSegmentSum: (x, at) => tf.unsortedSegmentSum(of(x), flat(at), 4),
  oneHot: (at) => tf.oneHot(of(at), 4, 1, 0, "float32"),
  bandPart: (x) => tf.linalg.bandPart(of(x), -1, 0),
  "causal mask": (x) => tf.softmax(tf.where(tf.cast(tf.linalg.bandPart(tf.ones([4, 4]), -1, 0), "bool"), of(x), tf.fill(of(x).shape, -1e9))),
  "cast to whole numbers": (x) => tf.cast(of(x), "int32"),
  greater: (a, b) => tf.cast(tf.greater(of(a), of(b)), "int32"),
  equal: (a, b) => tf.cast(tf.equal(of(a), of(b)), "int32"),
  depthToSpace: (x) => tf.depthToSpace(image(x), 2, "NHWC"),
  resizeNearestNeighbor: (x) => tf.image.resizeNearestNeighbor(image(x), [4, 6]),
  resizeBilinear: (x) => tf.image.resizeBilinear(image(x), [5, 5], true),
};

const NETWORKS: Record<string, Op> = {
  softmax: (x) => tf.softmax(of(x)),
  logSoftmax: (x) => tf.logSoftmax(of(x)),
  "softmax cross-entropy": (x, labels) => tf.losses.softmaxCrossEntropy(tf.oneHot(of(labels), 3), of(x)),
  "sigmoid cross-entropy": (x, labels) => tf.losses.sigmoidCrossEntropy(tf.cast(of(labels), "float32"), of(x)),
  "mean squared error": (x, y) => tf.losses.meanSquaredError(of(y), of(x)),
  "Huber loss": (x, y) => tf.losses.huberLoss(of(y), of(x)),
  "absolute difference": (x, y) => tf.losses.absoluteDifference(of(y), of(x)),
  "cosine distance": (a, b) => tf.losses.cosineDistance(of(a), of(b), 0),
  "linear layer": (x, w, b) => tf.add(tf.reshape(tf.matMul(tf.reshape(of(x), [6, 4]), of(w)), [2, 3, 5]), of(b)),
  "fused matMul with relu": (x, w, b) => tf.fused.matMul({ a: of(x), b: of(w), bias: of(b), activation: "relu" }),
  "layer norm": (x, gain, bias) => tf.add(tf.mul(normal(of(x), -1), of(gain)), of(bias)),
  batchNorm: (x, mean, variance, offset, gain) => tf.batchNorm(image(x), flat(mean), flat(variance), flat(offset), flat(gain)),
  "batch norm by the batch": (x, gain, bias) => tf.add(tf.mul(normal(of(x), [0, 1, 2]), of(gain)), of(bias)),
  localResponseNormalization: (x) => tf.localResponseNormalization(image(x), 2, 2, 0.1, 0.75),
  conv1d: (x, w) => tf.conv1d(cube(x), cube(w), 1, "valid"),
  conv2d: (x, w) => tf.conv2d(image(x), image(w), 1, "valid"),
  "conv2d, same": (x, w) => tf.conv2d(image(x), image(w), 1, "same"),
  "conv2d, stride 2": (x, w) => tf.conv2d(image(x), image(w), 2, "valid"),
  "conv2d, stride 2, same": (x, w) => tf.conv2d(image(x), image(w), 2, "same"),
  "conv2d, 1 × 1": (x, w) => tf.conv2d(image(x), image(w), 1, "valid"),
  "conv2d, four channels": (x, w) => tf.conv2d(image(x), image(w), 1, "valid"),
  "conv2d, dilated": (x, w) => tf.conv2d(image(x), image(w), 1, "valid", "NHWC", 2),
  conv2dTranspose: (x, w) => tf.conv2dTranspose(image(x), image(w), [1, 6, 6, 3], 2, "valid"),
  depthwiseConv2d: (x, w) => tf.depthwiseConv2d(image(x), image(w), 1, "valid"),
  "depthwiseConv2d, stride 2, same": (x, w) => tf.depthwiseConv2d(image(x), image(w), 2, "same"),
  separableConv2d: (x, depthwise, w) => tf.separableConv2d(image(x), image(depthwise), image(w), 1, "valid"),
  conv3d: (x, w) => tf.conv3d(volume(x), volume(w), 1, "valid"),
  maxPool: (x) => tf.maxPool(image(x), 2, 2, "valid"),
  "maxPool, windows that overlap": (x) => tf.maxPool(image(x), 3, 2, "valid"),
  "maxPool, same": (x) => tf.maxPool(image(x), 3, 2, "same"),
  avgPool: (x) => tf.avgPool(image(x), 2, 2, "valid"),
  "avgPool, windows that overlap": (x) => tf.avgPool(image(x), 3, 2, "valid"),
  "avgPool, same": (x) => tf.avgPool(image(x), 3, 2, "same"),
  maxPool3d: (x) => tf.maxPool3d(volume(x), 2, 2, "valid"),
  avgPool3d: (x) => tf.avgPool3d(volume(x), 2, 2, "valid"),
  attention: (q, k, v) => {
    const scores = tf.div(tf.matMul(of(q), of(k), false, true), 2);
    const mask = tf.sub(1, tf.linalg.bandPart(tf.ones([3, 3]), -1, 0));
    return tf.matMul(tf.softmax(tf.add(scores, tf.mul(mask, -1e9))), of(v));
  },
};

export const ops: Record<string, Op> = { ...ELEMENTWISE, ...REDUCTIONS, ...PRODUCTS, ...SHAPES, ...NETWORKS };

/** (x − mean) / standard deviation over the axes. */
function normal(x: tf.Tensor, axes: number | number[]): tf.Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
}

function of<R extends tf.Rank = tf.Rank>(x: tf.Tensor | undefined): tf.Tensor<R> {
  if (!x) throw new Error("The case has too few inputs.");
  return x as tf.Tensor<R>;
}

const flat = (x: tf.Tensor | undefined): tf.Tensor1D => of<tf.Rank.R1>(x);
const cube = (x: tf.Tensor | undefined): tf.Tensor3D => of<tf.Rank.R3>(x);
const image = (x: tf.Tensor | undefined): Image => of<tf.Rank.R4>(x);
const volume = (x: tf.Tensor | undefined): tf.Tensor5D => of<tf.Rank.R5>(x);
