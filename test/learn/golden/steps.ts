// What the programs share that try a device.
import * as tf from "@tensorflow/tfjs";

/** A sum in which no two entries count alike: Σ wᵢ xᵢ, w from 0.1 to 1. */
export const weighted = (x: tf.Tensor): tf.Scalar => tf.sum(tf.mul(x, tf.reshape(tf.linspace(0.1, 1, x.size), x.shape)));

/** The WebGPU backend computes small tensors on the CPU; here the GPU's kernels are what is tried. */
export function onTheGpu(): void {
  if (tf.getBackend() === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
}
