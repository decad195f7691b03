// Weights and sizes as Hugging Face lays them in a folder: config.json and model.safetensors.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { blank, type Module } from "../nn/module";
import { readSafetensors, type Weight, type Weights } from "../safetensors";

/** Where a parameter of ours lies in the published file. */
export interface Place {
  /** The first of these that is there. */
  names: readonly string[];
  /** Published as [out, in], as PyTorch's Linear; ours are [in, out]. */
  transposed: boolean;
}

/** The model's config.json, checked. @throws if it is missing, no JSON, or lacks what the model needs. */
export async function readConfig<Schema extends v.GenericSchema>(folder: string, schema: Schema): Promise<v.InferOutput<Schema>> {
  const path = join(folder, "config.json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) throw new Error(`${path} is missing: the folder should hold config.json and model.safetensors, as Hugging Face's do.`);
  const parsed = v.safeParse(schema, json(text, path));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(`${path}: ${v.getDotPath(issue) ?? "content"}: ${issue.message}`);
}

export interface LoadOptions {
  /** The weights' file in the folder. */
  file?: string;
}

/** The model with its weights, without its start values being drawn; should they not fit, it is disposed. */
export function filled<M extends Module>(build: () => M, weightsOf: (model: M) => Weights): M {
  const model = blank(build);
  try {
    model.load(weightsOf(model));
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/** The model with the folder's weights. @throws if a parameter is missing, naming it; readSafetensors's own errors for a file that is broken. */
export async function loaded<M extends Module>(build: () => M, folder: string, placeOf: (name: string) => Place, { file = "model.safetensors" }: LoadOptions): Promise<M> {
  const path = join(folder, file);
  const { tensors } = await readSafetensors(path).catch((error: unknown) => Promise.reject(isMissing(error) ? new Error(`${path} is missing: the folder should hold config.json and model.safetensors, as Hugging Face's do.`) : error));
  return filled(build, (model) => weightsFor(model.parameters().keys(), tensors, placeOf, path));
}

/** The file's tensors under our names and in our layout. What the model has no place for is left out. */
function weightsFor(ours: Iterable<string>, tensors: Weights, placeOf: (name: string) => Place, path: string): Weights {
  const weights: Weights = new Map();
  for (const name of ours) {
    const { names, transposed: isTransposed } = placeOf(name);
    const published = names.find((each) => tensors.has(each));
    const weight = published === undefined ? undefined : tensors.get(published);
    if (!weight) throw new Error(`${path} has no ${names.map((each) => `"${each}"`).join(" or ")}: it is no such model, or one without this part.`);
    weights.set(name, isTransposed ? transposed(weight) : weight);
  }
  return weights;
}

/** [out, in] → [in, out]. */
export function transposed({ shape: [rows = 0, columns = 0], data }: Weight): Weight {
  const turned = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) turned[column * rows + row] = data[row * columns + column] ?? 0;
  return { shape: [columns, rows], data: turned };
}

function json(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
