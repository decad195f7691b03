// Kernels that the WebGPU backend has wrong: LinSpace of one number, AddN of many tensors, products over nothing.
import * as tf from "@tensorflow/tfjs";

/** A shader may have eight buffers, one of them its result. */
const MOST_INPUTS = 7;

/** After the backend has started. */
export function mendWebgpuKernels(): void {
  replace("LinSpace", linSpace);
  replace("AddN", addN);
  replace("BatchMatMul", product);
}

function replace(kernelName: string, mended: (original: tf.KernelFunc) => tf.KernelFunc): void {
  const original = tf.getKernel(kernelName, "webgpu");
  if (!original) return;
  tf.unregisterKernel(kernelName, "webgpu");
  tf.registerKernel({ ...original, kernelFunc: mended(original.kernelFunc) });
}

/** With one number the backend divides by zero and gives NaN now and then. */
const linSpace = (original: tf.KernelFunc): tf.KernelFunc => (call) => (call.attrs?.["num"] === 1 ? tf.tensor1d([Number(call.attrs["start"])]) : original(call));

/** With more inputs than a shader may have, the backend's result is left unwritten: clipping gradients then scaled them by anything. */
const addN = (original: tf.KernelFunc): tf.KernelFunc => (call) => {
  const inputs = Object.values(call.inputs).filter((x) => x !== undefined);
  if (inputs.length <= MOST_INPUTS) return original(call);
  return tf.tidy(() => {
    let sums = inputs.map((x) => (x instanceof tf.Tensor ? x : tf.engine().makeTensorFromTensorInfo(x)));
    while (sums.length > 1) sums = groups(sums).map((group) => (group.length > 1 ? tf.addN(group) : tf.clone(group[0] ?? tf.scalar(0))));
    return sums[0] ?? tf.scalar(0);
  });
};

/** A sum over no entries is 0; a shader cannot be given an empty tensor. */
const product = (original: tf.KernelFunc): tf.KernelFunc => (call) => {
  const { a, b } = call.inputs;
  const [inner, left, right] = [a?.shape.at(call.attrs?.["transposeA"] ? -2 : -1), a?.shape.at(call.attrs?.["transposeA"] ? -1 : -2), b?.shape.at(call.attrs?.["transposeB"] ? -2 : -1)];
  if (inner !== 0 || !a || !b) return original(call);
  return tf.zeros([...tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), left ?? 0, right ?? 0]);
};

const groups = (xs: tf.Tensor[]): tf.Tensor[][] => Array.from({ length: Math.ceil(xs.length / MOST_INPUTS) }, (_, i) => xs.slice(i * MOST_INPUTS, (i + 1) * MOST_INPUTS));
