// The gradient of Einsum, which TensorFlow.js lacks: an Einsum of dy and the other factor.
import * as tf from "@tensorflow/tfjs";

export const einsum: tf.GradConfig = {
  kernelName: "Einsum",
  saveAllInputs: true,
  gradFunc: (dy, factors, attrs) => {
    if (Array.isArray(dy)) throw new Error("Einsum has one result.");
    const { inputs, output } = parsed(String(attrs["equation"]));
    return Object.fromEntries(factors.map((factor, i) => [i, () => slope(dy, output, { factor, axes: inputs[i] ?? "", others: others(factors, inputs, i) })]));
  },
};

interface Factor {
  factor: tf.Tensor;
  axes: string;
  others: { tensor: tf.Tensor; axes: string }[];
}

const others = (factors: tf.Tensor[], inputs: string[], without: number): Factor["others"] =>
  factors.map((tensor, i) => ({ tensor, axes: inputs[i] ?? "" })).filter((_, i) => i !== without);

function parsed(equation: string): { inputs: string[]; output: string } {
  const [left = "", output = ""] = equation.replace(/\s/g, "").split("->");
  return { inputs: left.split(","), output };
}

/** Axes that were summed over in this factor alone have the same slope all along. */
function slope(dy: tf.Tensor, output: string, { factor, axes, others: rest }: Factor): tf.Tensor {
  const known = [...output, ...rest.map((other) => other.axes).join("")];
  const kept = [...axes].filter((axis) => known.includes(axis)).join("");
  const part = tf.einsum(`${[output, ...rest.map((other) => other.axes)].join(",")}->${kept}`, dy, ...rest.map((other) => other.tensor));
  const spread = factor.shape.map((size, i) => (kept.includes(axes[i] ?? "") ? size : 1));
  return tf.broadcastTo(tf.reshape(part, spread), factor.shape);
}
