// TensorFlow.js in plain JavaScript: slow, and always there.
import * as tf from "@tensorflow/tfjs";
import { t } from "../../display";
import type { Candidate } from "./candidate";
import { mendShared } from "./mend";

export const cpu: Candidate = {
  name: "cpu",
  start: async () => {
    await tf.setBackend("cpu");
    silence();
    mendShared("cpu");
    return { backend: "cpu", label: t({ en: "plain JavaScript, one CPU core", zh: "纯 JavaScript，一个 CPU 核" }) };
  },
};

/** At its first tensor it advertises tfjs-node, which `device` has already named if it is missing. */
function silence(): void {
  Reflect.set(tf.backend(), "firstUse", false);
}
