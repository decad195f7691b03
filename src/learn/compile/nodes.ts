// The nodes of a graph, as what TensorFlow.js hands to native TensorFlow: operations with their attributes, constants, placeholders.
import type { Binding, OpAttribute } from "./backend";
import type { AttributeValue, GraphNode, Shape } from "./saved-model";

export const shapeOf = (sizes: number[]): Shape => ({ dim: sizes.map((size) => ({ size })) });

export const placeholder = (name: string, dtype: number, shape: number[]): GraphNode => ({
  name,
  op: "Placeholder",
  input: [],
  attr: { dtype: { type: dtype }, shape: { shape: shapeOf(shape) } },
});

export const constant = (name: string, dtype: number, shape: number[], bytes: Uint8Array): GraphNode => ({
  name,
  op: "Const",
  input: [],
  attr: { dtype: { type: dtype }, value: { tensor: { dtype, tensorShape: shapeOf(shape), tensorContent: bytes } } },
});

export const identity = (name: string, dtype: number, input: string): GraphNode => ({ name, op: "Identity", input: [input], attr: { T: { type: dtype } } });

/** `dtype` is the result's: TensorFlow.js leaves the type of ExpandDims for eager execution to find, a graph has to say it. */
export function operation(name: string, op: string, input: string[], attributes: OpAttribute[], binding: Binding, dtype: number): GraphNode {
  const said = attributes.map((attribute) => [attribute.name, attributeValue(op, attribute, binding)] as const);
  return { name, op, input, attr: Object.fromEntries(op === "ExpandDims" ? [["T", { type: dtype }], ...said] : said) };
}

/** @throws on a kind of attribute that no operation of TensorFlow.js has, by the operation's name. */
function attributeValue(op: string, { name, type, value }: OpAttribute, binding: Binding): AttributeValue {
  const { TF_ATTR_STRING, TF_ATTR_INT, TF_ATTR_FLOAT, TF_ATTR_BOOL, TF_ATTR_TYPE, TF_ATTR_SHAPE } = binding;
  if (type === TF_ATTR_STRING && typeof value === "string") return { s: Buffer.from(value) };
  if (type === TF_ATTR_BOOL && typeof value === "boolean") return { b: value };
  if (type === TF_ATTR_INT && typeof value === "number") return { i: value };
  if (type === TF_ATTR_FLOAT && typeof value === "number") return { f: value };
  if (type === TF_ATTR_TYPE && typeof value === "number") return { type: value };
  if (isNumbers(value)) {
    if (type === TF_ATTR_SHAPE) return { shape: shapeOf(value) };
    if (type === TF_ATTR_INT) return { list: { i: value } };
    if (type === TF_ATTR_FLOAT) return { list: { f: value } };
    if (type === TF_ATTR_TYPE) return { list: { type: value } };
  }
  throw new Error(`TensorFlow's ${op} cannot be compiled: its attribute "${name}" is of a kind that no graph was written with yet.`);
}

const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every((item) => typeof item === "number");
