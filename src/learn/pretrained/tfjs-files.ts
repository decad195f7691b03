// Models as TensorFlow.js writes them: model.json, and the weights in files beside it.
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import * as v from "valibot";

const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, complex64: 8, float16: 2, uint16: 2, uint8: 1, bool: 1 };

const spec = v.looseObject({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.picklist(["float32", "int32", "bool", "complex64"]),
  quantization: v.optional(v.looseObject({ dtype: v.picklist(["uint8", "uint16", "float16"]), scale: v.optional(v.number()), min: v.optional(v.number()) })),
});
const schema = v.looseObject({
  format: v.picklist(["layers-model", "graph-model"]),
  modelTopology: v.looseObject({}),
  signature: v.optional(v.looseObject({})),
  weightsManifest: v.array(v.object({ paths: v.array(v.string()), weights: v.array(spec) })),
});
type ModelJson = v.InferOutput<typeof schema>;

/** A model of layers, to predict or to train on. Free it by `dispose`. @throws if a file is missing, cut short, or no such model. */
export async function layers(path: string): Promise<tf.LayersModel> {
  return loaded(path, "layers-model", (handler) => tf.loadLayersModel(handler));
}

/** A model of operations, to predict. Free it by `dispose`. @throws if a file is missing, cut short, or no such model. */
export async function graph(path: string): Promise<tf.GraphModel> {
  return loaded(path, "graph-model", (handler) => tf.loadGraphModel(handler));
}

async function loaded<Model>(path: string, format: ModelJson["format"], load: (handler: tf.io.IOHandler) => Promise<Model>): Promise<Model> {
  const file = path.endsWith(".json") ? path : join(path, "model.json");
  const model = await readModel(file);
  if (model.format !== format) throw new Error(`${file} is a ${model.format}, not a ${format}.`);
  const weightData = await readWeights(model, file);
  const { modelTopology, signature, weightsManifest } = model;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights) as tf.io.WeightsManifestEntry[];
  try {
    return await load(tf.io.fromMemory({ modelTopology, weightSpecs, weightData, ...(signature ? { signature } : {}) }));
  } catch (error) {
    throw new Error(`${file} cannot be built: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readModel(file: string): Promise<ModelJson> {
  const text = await readFile(file, "utf8").catch(() => Promise.reject(new Error(`${file} is missing: a model of TensorFlow.js is a model.json with its weights beside it.`)));
  const parsed = v.safeParse(schema, parse(text, file));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${file} is no model of TensorFlow.js: ${v.getDotPath(issue) ?? "content"}: ${issue.message}`);
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is no JSON, or is cut short: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** All weights' bytes, one behind the other. */
async function readWeights({ weightsManifest }: ModelJson, file: string): Promise<ArrayBuffer> {
  const groups = await Promise.all(weightsManifest.map(async ({ paths, weights }) => {
    const parts = await Promise.all(paths.map((path) => readPart(join(dirname(file), path))));
    const found = parts.reduce((sum, { length }) => sum + length, 0);
    const wanted = weights.reduce((sum, { shape, dtype, quantization }) => sum + shape.reduce((a, b) => a * b, 1) * (BYTES[quantization?.dtype ?? dtype] ?? NaN), 0);
    if (found !== wanted) throw new Error(`The weights of ${file} are cut short or altered: ${paths.length === 1 ? paths[0] : `its ${paths.length} files`} should hold ${wanted} bytes, and ${found} are there.`);
    return parts;
  }));
  return Uint8Array.from(Buffer.concat(groups.flat())).buffer;
}

const readPart = (path: string): Promise<Buffer> => readFile(path).catch(() => Promise.reject(new Error(`${path} is missing: it holds weights of the model.`)));
