// Mixed precision (Micikevicius et al. 2018) as a change to a graph: its products and convolutions read bfloat16, everything else stays float32.
import type { GraphNode } from "./saved-model";

/** Of products and convolutions. */
export type Precision = "float32" | "bfloat16";

/** TensorFlow's numbers of types. */
const FLOAT = 1;
const BFLOAT16 = 14;

/** Operations with most of a step's arithmetic, and which of their inputs are numbers to multiply (the others are shapes). */
const MULTIPLYING: Record<string, number[]> = {
  MatMul: [0, 1],
  BatchMatMul: [0, 1],
  BatchMatMulV2: [0, 1],
  Conv2D: [0, 1],
  Conv2DBackpropInput: [1, 2],
  Conv2DBackpropFilter: [0, 2],
};

/** The same graph with those operations, where they are of float32, in another precision; names of results stay. */
export function inPrecision(nodes: GraphNode[], precision: Precision): GraphNode[] {
  if (precision === "float32") return nodes;
  const narrowed = new Map<string, GraphNode>(); // each tensor is cast once, however many read it
  return nodes.flatMap((node) => {
    const places = MULTIPLYING[node.op];
    return places && node.attr.T?.type === FLOAT ? mixed(node, places, narrowed) : [node];
  });
}

function mixed(node: GraphNode, places: number[], narrowed: Map<string, GraphNode>): GraphNode[] {
  const added: GraphNode[] = [];
  const input = node.input.map((source, place) => {
    if (!places.includes(place)) return source;
    const known = narrowed.get(source) ?? cast(`narrow${narrowed.size}`, source, FLOAT, BFLOAT16);
    if (!narrowed.has(source)) added.push(known);
    narrowed.set(source, known);
    return `${known.name}:0`;
  });
  const product: GraphNode = { ...node, name: `${node.name}_narrow`, input, attr: { ...node.attr, T: { type: BFLOAT16 } } };
  return [...added, product, cast(node.name, `${product.name}:0`, BFLOAT16, FLOAT)];
}

const cast = (name: string, input: string, from: number, to: number): GraphNode => ({ name, op: "Cast", input: [input], attr: { SrcT: { type: from }, DstT: { type: to } } });
