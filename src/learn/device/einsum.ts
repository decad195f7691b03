// Einsum as one product of matrices: WebAssembly has none, and JavaScript's and WebGPU's stumble over axes that one factor alone sums.
import * as tf from "@tensorflow/tfjs";

/** An Einsum kernel for a backend, of one factor or two. */
export const einsumKernel = (backendName: string): tf.KernelConfig => ({
  kernelName: "Einsum",
  backendName,
  kernelFunc: ({ inputs, attrs }) => {
    const [left = "", output = ""] = String(attrs?.["equation"]).replace(/\s/g, "").split("->");
    const factors = left.split(",").map((axes, i) => ({ axes, x: tensorOf(inputs[i]) }));
    checkSizes(factors);
    return tf.tidy(() => {
      const [a, b] = factors.map((factor, i) => summedAlone(factor, output + (factors[1 - i]?.axes ?? "")));
      if (!a) throw new Error("einsum needs a tensor.");
      const product = b ? multiplied(a, b, output) : a;
      return tf.clone(tf.transpose(product.x, [...output].map((axis) => product.axes.indexOf(axis))));
    });
  },
});

interface Factor {
  axes: string;
  x: tf.Tensor;
}

function tensorOf(info: tf.TensorInfo | undefined): tf.Tensor {
  if (!info) throw new Error("einsum has fewer tensors than its equation.");
  return info instanceof tf.Tensor ? info : tf.engine().makeTensorFromTensorInfo(info);
}

function checkSizes(factors: Factor[]): void {
  const sizes = new Map<string, number>();
  for (const { axes, x } of factors) {
    if (axes.length !== x.shape.length) throw new Error(`einsum: "${axes}" names ${axes.length} axes of a tensor that has ${x.shape.length}.`);
    [...axes].forEach((axis, i) => {
      const [size = 1, before] = [x.shape[i], sizes.get(axis)];
      if (before !== undefined && before !== size) throw new Error(`einsum: axis ${axis} is ${before} long in one place and ${size} in another.`);
      sizes.set(axis, size);
    });
  }
}

/** Without the axes that nobody else names. */
function summedAlone({ axes, x }: Factor, others: string): Factor {
  const alone = [...axes].flatMap((axis, i) => (others.includes(axis) ? [] : [i]));
  return { axes: [...axes].filter((axis) => others.includes(axis)).join(""), x: alone.length > 0 ? tf.sum(x, alone) : x };
}

/** [batch, own of a, shared] · [batch, shared, own of b]. */
function multiplied(a: Factor, b: Factor, output: string): Factor {
  const both = [...a.axes].filter((axis) => b.axes.includes(axis));
  const [batch, shared] = [both.filter((axis) => output.includes(axis)), both.filter((axis) => !output.includes(axis))];
  const [ownA, ownB] = [own(a, both), own(b, both)];
  const product = tf.matMul(grouped(a, [batch, ownA, shared]), grouped(b, [batch, shared, ownB]));
  const axes = [...batch, ...ownA, ...ownB];
  return { axes: axes.join(""), x: tf.reshape(product, axes.map((axis) => sizeOf(a.axes.includes(axis) ? a : b, axis))) };
}

const own = ({ axes }: Factor, both: string[]): string[] => [...axes].filter((axis) => !both.includes(axis));
const sizeOf = ({ axes, x }: Factor, axis: string): number => x.shape[axes.indexOf(axis)] ?? 1;

/** Each group of axes as one. */
function grouped(factor: Factor, groups: string[][]): tf.Tensor3D {
  const turned = tf.transpose(factor.x, groups.flat().map((axis) => factor.axes.indexOf(axis)));
  const sizes = groups.map((axes) => axes.reduce((size, axis) => size * sizeOf(factor, axis), 1));
  return tf.reshape(turned, [sizes[0] ?? 1, sizes[1] ?? 1, sizes[2] ?? 1]);
}
