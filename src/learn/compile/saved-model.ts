// A TensorFlow graph, and its bytes as a SavedModel, the one form in which the native binding takes a graph.
import type { Root } from "protobufjs";

/** One operation; its inputs are "node:output". Field names are protobufjs's, in camel case. */
export interface GraphNode {
  name: string;
  op: string;
  input: string[];
  attr: Record<string, AttributeValue>;
}

/** One of the fields is set. */
export interface AttributeValue {
  s?: Uint8Array;
  i?: number;
  f?: number;
  b?: boolean;
  type?: number;
  shape?: Shape;
  tensor?: { dtype: number; tensorShape: Shape; tensorContent: Uint8Array };
  list?: { i?: number[]; f?: number[]; b?: boolean[]; type?: number[] };
}

export interface Shape {
  dim: { size: number }[];
}

/** Nodes in an order in which each comes after its inputs → the content of saved_model.pb. */
export function savedModel(node: GraphNode[]): Uint8Array {
  const type = messages().lookupType("SavedModel");
  const graphDef = { node, versions: { producer: PRODUCER } };
  return type.encode(type.fromObject({ savedModelSchemaVersion: 1, metaGraphs: [{ metaInfoDef: { tags: [TAG] }, graphDef }] })).finish();
}

export const TAG = "serve";

/** TF_GRAPH_DEF_VERSION of 2.x: an older producer's graphs are held to older rules. */
const PRODUCER = 1000;

/** The fields that are written here, of tensorflow/core/framework/*.proto and protobuf/{saved_model,meta_graph}.proto. */
const PROTO = `
syntax = "proto3";
message SavedModel { int64 saved_model_schema_version = 1; repeated MetaGraphDef meta_graphs = 2; }
message MetaGraphDef { MetaInfoDef meta_info_def = 1; GraphDef graph_def = 2; }
message MetaInfoDef { repeated string tags = 4; }
message GraphDef { repeated NodeDef node = 1; VersionDef versions = 4; }
message VersionDef { int32 producer = 1; }
message NodeDef { string name = 1; string op = 2; repeated string input = 3; map<string, AttrValue> attr = 5; }
message AttrValue {
  oneof value { ListValue list = 1; bytes s = 2; int64 i = 3; float f = 4; bool b = 5; int32 type = 6; TensorShape shape = 7; Tensor tensor = 8; }
}
message ListValue { repeated int64 i = 3; repeated float f = 4; repeated bool b = 5; repeated int32 type = 6; }
message Tensor { int32 dtype = 1; TensorShape tensor_shape = 2; bytes tensor_content = 4; }
message TensorShape { repeated Dim dim = 2; }
message Dim { int64 size = 1; }
`;

let parsed: Root | undefined;

/** Parsed, and the parser loaded, when the first graph needs it. */
function messages(): Root {
  const protobuf: typeof import("protobufjs") = require("protobufjs");
  return (parsed ??= protobuf.parse(PROTO).root);
}
