// TensorFlow.js in plain JavaScript: slow, and always there.
import * as tf from "@tensorflow/tfjs";
import type { Candidate } from "./candidate";

export const cpu: Candidate = {
  name: "cpu",
  start: async () => {
    await tf.setBackend("cpu");
    silence();
    return { backend: "cpu", label: "plain JavaScript, one CPU core" };
  },
};

/** At its first tensor it advertises tfjs-node, which `device` has already named if it is missing. */
function silence(): void {
  Reflect.set(tf.backend(), "firstUse", false);
}
