// Reads and writes safetensors: 8 bytes of header length, a JSON header, then the tensors' bytes. PyTorch and TensorFlow share them.
import { readFile, rename, writeFile } from "node:fs/promises";

export interface Weight {
  shape: number[];
  data: Float32Array | Int32Array;
}

/** Tensors by name; float32 or int32 in memory. */
export type Weights = Map<string, Weight>;

export interface SafetensorsFile {
  tensors: Weights;
  /** The header's `__metadata__`: text only. */
  metadata: Record<string, string>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/** Half precision is widened on reading; nothing else is converted. */
const READERS: Record<string, { bytes: number; read: (view: DataView) => Weight["data"] }> = {
  F32: { bytes: 4, read: (view) => floats(view, 4, (at) => view.getFloat32(at, true)) },
  F16: { bytes: 2, read: halvesToFloats },
  BF16: { bytes: 2, read: (view) => brainToFloat(view) },
  F64: { bytes: 8, read: (view) => floats(view, 8, (at) => view.getFloat64(at, true)) },
  I32: { bytes: 4, read: (view) => Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true)) },
  I64: { bytes: 8, read: (view) => Int32Array.from({ length: view.byteLength / 8 }, (_, i) => Number(view.getBigInt64(8 * i, true))) },
};

/** Written under a temporary name and moved, so that an interrupted write leaves the old file whole. */
export async function writeSafetensors(path: string, tensors: Weights, metadata: Record<string, string> = {}): Promise<void> {
  await writeFile(`${path}.part`, encodeSafetensors(tensors, metadata));
  await rename(`${path}.part`, path);
}

/** Reads a safetensors file: its tensors and its metadata. @throws if the file is not safetensors, is cut short, or holds a dtype other than F32, F16, BF16, F64, I32, I64. */
export async function readSafetensors(path: string): Promise<SafetensorsFile> {
  return decodeSafetensors(await readFile(path), path);
}

export function encodeSafetensors(tensors: Weights, metadata: Record<string, string> = {}): Uint8Array {
  const header: Record<string, Entry | Record<string, string>> = { __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const dtype = data instanceof Int32Array ? "I32" : "F32";
    header[name] = { dtype, shape, data_offsets: [offset, (offset += data.byteLength)] };
  }
  const json = Buffer.from(JSON.stringify(header));
  const padding = Buffer.alloc((8 - (json.length % 8)) % 8, " "); // tensors start at a multiple of 8
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length + padding.length));
  const bytes = [...tensors.values()].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return Buffer.concat([length, json, padding, ...bytes]);
}

export function decodeSafetensors(file: Uint8Array, name = "The file"): SafetensorsFile {
  const start = bodyStart(file, name);
  const header: unknown = JSON.parse(Buffer.from(file.subarray(8, start)).toString());
  if (typeof header !== "object" || header === null) throw new Error(`${name} is not safetensors: its header is no object.`);
  const result: SafetensorsFile = { tensors: new Map(), metadata: {} };
  for (const [key, value] of Object.entries(header)) {
    if (key === "__metadata__") result.metadata = textsOf(value);
    else result.tensors.set(key, tensorOf(file.subarray(start), entryOf(value, `${name}: ${key}`), `${name}: ${key}`));
  }
  return result;
}

function bodyStart(file: Uint8Array, name: string): number {
  if (file.length < 8) throw new Error(`${name} is not safetensors: it has ${file.length} bytes.`);
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (length > file.length - 8 || length > 100_000_000) throw new Error(`${name} is not safetensors, or is cut short: its header should have ${length} bytes.`);
  return 8 + length;
}

function textsOf(value: unknown): Record<string, string> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)])) : {};
}

function entryOf(value: unknown, name: string): Entry {
  const entry = typeof value === "object" && value !== null ? value : {};
  const dtype = "dtype" in entry ? entry.dtype : undefined;
  const shape = numbersOf("shape" in entry ? entry.shape : undefined, name);
  const [from, to] = numbersOf("data_offsets" in entry ? entry.data_offsets : undefined, name);
  if (typeof dtype !== "string" || from === undefined || to === undefined) throw new Error(`${name} has a broken header.`);
  return { dtype, shape, data_offsets: [from, to] };
}

function numbersOf(value: unknown, name: string): number[] {
  if (!Array.isArray(value) || !value.every((item) => Number.isInteger(item) && item >= 0)) throw new Error(`${name} has a broken header.`);
  return value.map(Number);
}

function tensorOf(body: Uint8Array, { dtype, shape, data_offsets: [from, to] }: Entry, name: string): Weight {
  const reader = READERS[dtype];
  if (!reader) throw new Error(`${name} has dtype ${dtype}; only ${Object.keys(READERS).join(", ")} can be read.`);
  const expected = shape.reduce((a, b) => a * b, 1) * reader.bytes;
  if (to > body.length || to - from !== expected) throw new Error(`${name} is cut short: ${expected} bytes are expected, ${Math.max(0, Math.min(to, body.length) - from)} are there.`);
  return { shape, data: reader.read(new DataView(body.buffer, body.byteOffset + from, to - from)) };
}

function floats({ byteLength }: DataView, bytes: number, read: (at: number) => number): Float32Array {
  const values = new Float32Array(byteLength / bytes);
  for (let i = 0; i < values.length; i++) values[i] = read(bytes * i);
  return values;
}

/** By a table of all 65,536 halves: millions are read. */
export function halvesToFloats(view: DataView): Float32Array {
  halves ??= Float32Array.from({ length: 65_536 }, (_, bits) => halfToFloat(bits));
  const table = halves;
  return floats(view, 2, (at) => table[view.getUint16(at, true)] ?? NaN);
}

let halves: Float32Array | undefined;

function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 is float32's upper half. */
function brainToFloat(view: DataView): Float32Array {
  const bits = Uint32Array.from({ length: view.byteLength / 2 }, (_, i) => view.getUint16(2 * i, true) << 16);
  return new Float32Array(bits.buffer);
}
