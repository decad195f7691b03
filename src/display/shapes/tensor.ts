// Tensors of TensorFlow.js and ONNX Runtime: shape, dtype, device, a summary, and the first values.
import { readable } from "../number";
import type { Rendered } from "../types";
import { call, hasMethod, peek, read } from "./peek";

/** Backends of TensorFlow.js whose data can be read at once; reading WebGPU's so fails. */
const SYNCHRONOUS = new Set(["cpu", "wasm", "tensorflow"]);
const SHOWN = 6;

interface TensorFacts {
  shape: readonly number[];
  dtype: string;
  device: string;
}

export function tensor(value: object): Rendered | undefined {
  const facts = factsOf(value);
  if (!facts) return undefined;
  return text(facts, isDisposed(value) ? "disposed" : SYNCHRONOUS.has(facts.device) ? valuesNow(value) : undefined);
}

/** As `tensor`, with data that must be waited for; undefined where nothing must. */
export async function tensorAsync(value: unknown): Promise<Rendered | undefined> {
  if (typeof value !== "object" || value === null) return undefined;
  const facts = factsOf(value);
  if (!facts || SYNCHRONOUS.has(facts.device) || isDisposed(value) || !hasMethod(value, "data")) return undefined;
  return text(facts, await call(value, "data"));
}

function factsOf(value: object): TensorFacts | undefined {
  const [shape, dtype] = [peek(value, "shape"), peek(value, "dtype")];
  if (isShape(shape) && typeof dtype === "string" && peek(value, "dataId") !== undefined) return { shape, dtype, device: tfBackend() };
  const [dims, type] = [peek(value, "dims"), peek(value, "type")];
  if (isShape(dims) && typeof type === "string" && hasMethod(value, "getData")) return { shape: dims, dtype: type, device: "cpu" };
  return undefined;
}

const isShape = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every((size) => Number.isInteger(size));

function tfBackend(): string {
  const name: unknown = peek(Reflect.get(globalThis, "_tfengine"), "backendName");
  return typeof name === "string" ? name : "unknown device";
}

function isDisposed(value: object): boolean {
  return peek(value, "isDisposedInternal") === true;
}

function valuesNow(value: object): unknown {
  return hasMethod(value, "dataSync") ? call(value, "dataSync") : read(value, "data");
}

function text({ shape, dtype, device }: TensorFacts, data: unknown): Rendered {
  const head = `Tensor ${dtype} [${shape.join(", ")}] on ${device}`;
  const rest = data === "disposed" ? ["disposed"] : isNumbers(data) && !dtype.startsWith("complex") ? [summary(data), preview(data, shape)] : [];
  return { data: { "text/plain": [head, ...rest].filter(Boolean).join("\n") }, metadata: {} };
}

const isNumbers = (data: unknown): data is ArrayLike<number> => ArrayBuffer.isView(data) && "length" in data && !(data instanceof BigInt64Array);

/** min, max, mean and standard deviation; NaN and infinities are counted, since they are what one looks for. */
function summary(data: ArrayLike<number>): string {
  let [least, most, sum, squares, bad] = [Infinity, -Infinity, 0, 0, 0];
  for (let index = 0; index < data.length; index++) {
    const x = data[index] ?? NaN;
    if (!Number.isFinite(x)) { bad++; continue; }
    least = Math.min(least, x);
    most = Math.max(most, x);
    sum += x;
    squares += x * x;
  }
  const n = data.length - bad;
  if (data.length <= 1) return "";
  const mean = sum / n;
  const figures = { min: least, max: most, mean, std: Math.sqrt(Math.max(squares / n - mean * mean, 0)) };
  const said = n === 0 ? [] : Object.entries(figures).map(([name, x]) => `${name} ${readable(x)}`);
  return [...said, ...(bad ? [`${bad} not finite`] : [])].join(", ");
}

/** The first values in nested brackets, at most six along each axis. */
function preview(data: ArrayLike<number>, shape: readonly number[], offset = 0, indent = ""): string {
  const [size, ...inner] = shape;
  if (size === undefined) return readable(data[offset] ?? NaN);
  const step = inner.reduce((product, length) => product * length, 1);
  const parts = Array.from({ length: Math.min(size, SHOWN) }, (_, index) => preview(data, inner, offset + index * step, `${indent} `));
  if (size > SHOWN) parts.push("…");
  return `[${parts.join(inner.length ? `,\n${indent} ` : ", ")}]`;
}
