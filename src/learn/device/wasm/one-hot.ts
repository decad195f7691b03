// OneHot: the WebAssembly backend writes whole numbers, whatever type was asked for.
import * as tf from "@tensorflow/tfjs";
import { kernel } from "./kernel";

export function oneHotKernel(): tf.KernelConfig {
  const original = kernel("OneHot");
  return {
    kernelName: "OneHot",
    backendName: "wasm",
    kernelFunc: (call) => {
      if (call.attrs?.["dtype"] !== "float32") return original(call);
      return tf.tidy(() => {
        const [place, on, off] = [unit(original, call), Number(call.attrs?.["onValue"]), Number(call.attrs?.["offValue"])];
        return tf.add(tf.mul(tf.cast(place, "float32"), on - off), off);
      });
    },
  };
}

/** 1 at each place and 0 elsewhere, int32. */
function unit(original: tf.KernelFunc, call: Parameters<tf.KernelFunc>[0]): tf.Tensor {
  const [made] = [original({ ...call, attrs: { ...call.attrs, dtype: "int32", onValue: 1, offValue: 0 } })].flat();
  if (!made) throw new Error("OneHot gave nothing.");
  return tf.engine().makeTensorFromTensorInfo(made);
}
