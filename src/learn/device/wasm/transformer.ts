// A transformer's operations and their gradients as one kernel each: what nn/kernels.ts asks a device for.
import { address } from "./heap";
import { type Call, ownKernel } from "./kernel";

/** x [n, d]. */
const sizes = ({ tensor }: Call, name: string): [n: number, d: number] => {
  const [n = 0, d = 0] = tensor(name).shape;
  return [n, d];
};

const linear = ownKernel("CellwrightLinear", (call) => {
  const { library, tensor, at, make } = call;
  const [n, inner] = sizes(call, "x");
  const [, outer = 0] = tensor("weight").shape;
  const out = make([n, outer]);
  library.fillRows(at("bias"), at(out), n, outer);
  library.gemm(at("x"), 4 * inner, 4, at("weight"), 4 * outer, 4, at(out), 4 * outer, n, outer, inner, 1, library.scratch);
  return out;
});

const columnSums = ownKernel("CellwrightColumnSums", (call) => {
  const [n, d] = sizes(call, "x");
  const out = call.make([d]);
  call.library.columnSums(call.at("x"), call.at(out), n, d);
  return out;
});

const layerNorm = ownKernel("CellwrightLayerNorm", (call) => {
  const { library, at, make, attrs } = call;
  const [n, d] = sizes(call, "x");
  const [out, normed, inverse] = [make([n, d]), make([n, d]), make([n])];
  library.layerNorm(at("x"), at("gain"), at("bias"), at(out), at(normed), at(inverse), n, d, Number(attrs.eps));
  return [out, normed, inverse];
});

const layerNormGradient = ownKernel("CellwrightLayerNormGradient", (call) => {
  const { library, at, make } = call;
  const [n, d] = sizes(call, "dy");
  const [dx, dgain, dbias] = [make([n, d]), make([d]), make([d])];
  library.layerNormGradient(at("dy"), at("normed"), at("inverse"), at("gain"), at(dx), at(dgain), at(dbias), n, d);
  return [dx, dgain, dbias];
});

const gelu = ownKernel("CellwrightGelu", ({ library, tensor, at, make }) => {
  const { shape } = tensor("x");
  const out = make(shape);
  library.gelu(at("x"), at(out), count(shape));
  return out;
});

const geluGradient = ownKernel("CellwrightGeluGradient", ({ library, tensor, at, make }) => {
  const { shape } = tensor("x");
  const dx = make(shape);
  library.geluGradient(at("dy"), at("x"), at(dx), count(shape));
  return dx;
});

const count = (shape: number[]): number => shape.reduce((a, b) => a * b, 1);

const attention = ownKernel("CellwrightAttention", (call) => {
  const { library, tensor, at, make } = call;
  const [batch, time, heads, size] = heading(call);
  const [out, weights] = [make([batch * time, heads * size]), make([batch * heads, time, time])];
  const masked = call.attrs.masked === true;
  const { shape } = tensor(masked ? "mask" : "qkv"); // [time, time] or [batch · heads, 1 or time, time]
  const maskRow = shape.at(-2) === 1 ? 0 : time;
  const maskHead = shape.length < 3 || shape[0] === 1 ? 0 : time * (shape.at(-2) ?? 1);
  library.attention(at("qkv"), masked ? at("mask") : 0, maskHead, maskRow, at(weights), at(out), batch, time, heads, size, library.scratch);
  return [out, weights];
});

const attentionGradient = ownKernel("CellwrightAttentionGradient", (call) => {
  const { library, at, make, withRoom } = call;
  const [batch, time, heads, size] = heading(call);
  const dqkv = make([batch * time, 3 * heads * size]);
  withRoom(time * time, (slopes) => library.attentionGradient(at("dy"), at("qkv"), at("weights"), at(dqkv), slopes, batch, time, heads, size, library.scratch));
  return dqkv;
});

function heading({ attrs, tensor }: Call): [batch: number, time: number, heads: number, size: number] {
  const [batch, time, heads] = [Number(attrs.batch), Number(attrs.time), Number(attrs.heads)];
  return [batch, time, heads, (tensor("qkv").shape[1] ?? 0) / 3 / heads];
}

const crossEntropy = ownKernel("CellwrightCrossEntropy", (call) => {
  const { library, backend, tensor, at, make } = call;
  const [n, d] = sizes(call, "logits");
  const shares = make([n, d]);
  const loss = library.crossEntropy(at("logits"), address(backend, tensor("labels"), "int32"), at(shares), n, d);
  return [backend.makeOutput([], "float32", undefined, Float32Array.of(loss / n)), shares];
});

const crossEntropyGradient = ownKernel("CellwrightCrossEntropyGradient", (call) => {
  const { library, backend, tensor, at, make } = call;
  const [n, d] = sizes(call, "shares");
  const out = make([n, d]);
  const [slope = NaN] = backend.typedArrayFromHeap(tensor("dy"));
  library.crossEntropyGradient(at("shares"), address(backend, tensor("labels"), "int32"), at(out), n, d, slope / n);
  return out;
});

const adam = ownKernel("CellwrightAdam", ({ library, backend, attrs, tensor, at, make }) => {
  const { shape } = tensor("parameter");
  const [parameter, mean, square] = [make(shape), make(shape), make(shape)];
  const [pace = NaN, small = NaN, shrink = NaN] = ["pace", "small", "shrink"].map((name) => backend.typedArrayFromHeap(tensor(name))[0]);
  const [beta1, beta2] = [Number(attrs.beta1), Number(attrs.beta2)];
  library.adam(
    at("parameter"), at("gradient"), at("mean"), at("square"), at(parameter), at(mean), at(square), count(shape),
    beta1, beta2, 1 - beta1, 1 - beta2, pace, small, shrink,
  );
  return [parameter, mean, square];
});

export const transformerKernels = [linear, columnSums, layerNorm, layerNormGradient, gelu, geluGradient, attention, attentionGradient, crossEntropy, crossEntropyGradient, adam];
