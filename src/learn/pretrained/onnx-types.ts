// The kinds of numbers that ONNX tensors hold, and the arrays that hold them here.

export const ARRAYS = {
  float32: Float32Array, float64: Float64Array, int64: BigInt64Array, uint64: BigUint64Array, int32: Int32Array, uint32: Uint32Array,
  int16: Int16Array, uint16: Uint16Array, int8: Int8Array, uint8: Uint8Array, bool: Uint8Array,
} as const;

export type OnnxType = keyof typeof ARRAYS;
export type OnnxArray = InstanceType<(typeof ARRAYS)[OnnxType]>;

/** Numbers as an array of a type; one that is of it already is not copied. */
export function arrayOf(type: OnnxType, data: OnnxArray | readonly number[] | readonly bigint[]): OnnxArray {
  if (data instanceof ARRAYS[type]) return data;
  if (type === "int64") return BigInt64Array.from(data, BigInt);
  if (type === "uint64") return BigUint64Array.from(data, BigInt);
  const numbers: { from(values: Iterable<number>): OnnxArray } = ARRAYS[type];
  return numbers.from(Array.from(data, Number));
}
