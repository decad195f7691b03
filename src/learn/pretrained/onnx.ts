// ONNX models by onnxruntime-node, beside TensorFlow.js and independent of its device.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { InferenceSession, Tensor } from "onnxruntime-common";
import { DISPLAY, type MimeBundle } from "../../display";
import type { FetchOptions } from "../fetch/package";
import { onnxRuntime } from "./onnx-runtime";
import { ARRAYS, arrayOf, type OnnxArray, type OnnxType } from "./onnx-types";
import { fetchPublished, isNamed, namesOf, type NameOf } from "./published";

export type { OnnxArray, OnnxType } from "./onnx-types";

/** An input or an output: a dimension that may be of any size has a name instead. */
export interface OnnxPort {
  name: string;
  type: string;
  shape: readonly (number | string)[];
}

/** What goes in: numbers are turned into the input's type. */
export interface OnnxInput {
  data: OnnxArray | readonly number[] | readonly bigint[];
  shape: readonly number[];
}

export interface OnnxOutput {
  type: string;
  data: OnnxArray;
  shape: number[];
}

type TensorClass = new (type: Tensor.Type, data: OnnxArray, dims: readonly number[]) => Tensor;

/** Holds the model's memory until it is disposed. */
export class OnnxModel {
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly #session: InferenceSession;
  readonly #tensor: TensorClass;

  constructor(session: InferenceSession, tensor: TensorClass, readonly path: string) {
    [this.#session, this.#tensor] = [session, tensor];
    [this.inputs, this.outputs] = [session.inputMetadata.map(portOf), session.outputMetadata.map(portOf)];
  }

  /** Every output by its name. @throws if an input is missing, unknown, or of another shape. */
  async run(inputs: Readonly<Record<string, OnnxInput>>): Promise<Record<string, OnnxOutput>> {
    const unknown = Object.keys(inputs).filter((name) => !this.inputs.some((port) => port.name === name));
    if (unknown.length > 0) throw new Error(`${this.path} has no input "${unknown.join('", "')}"; it takes ${this.inputs.map(described).join(", ")}.`);
    const feeds = Object.fromEntries(this.inputs.map((port) => [port.name, this.#tensorOf(port, inputs[port.name])]));
    const found: Record<string, OnnxOutput> = {};
    for (const [name, { type, data, dims }] of Object.entries(await this.#session.run(feeds))) found[name] = { type, data: data as OnnxArray, shape: [...dims] };
    return found;
  }

  dispose(): Promise<void> {
    return this.#session.release();
  }

  [DISPLAY](): MimeBundle {
    return { "text/plain": [this.path, ...this.inputs.map((port) => `  in   ${described(port)}`), ...this.outputs.map((port) => `  out  ${described(port)}`)].join("\n") };
  }

  #tensorOf(port: OnnxPort, input: OnnxInput | undefined): Tensor {
    if (!input) throw new Error(`${this.path} needs the input ${described(port)}.`);
    const { data, shape } = input;
    const fits = shape.length === port.shape.length && port.shape.every((size, axis) => typeof size === "string" || size === shape[axis]);
    if (!fits) throw new Error(`${this.path} takes ${described(port)}, not [${shape.join(", ")}].`);
    const size = shape.reduce((a, b) => a * b, 1);
    if (data.length !== size) throw new Error(`"${port.name}" of shape [${shape.join(", ")}] has ${size} values, not ${data.length}.`);
    if (!(port.type in ARRAYS)) throw new Error(`${this.path}: inputs of type ${port.type}, as ${described(port)}, are not supported; ${Object.keys(ARRAYS).join(", ")} are.`);
    const type = port.type as OnnxType;
    return new this.#tensor(type, arrayOf(type, data), shape);
  }
}

const described = ({ name, type, shape }: OnnxPort): string => `${name}: ${type} [${shape.join(", ")}]`;

function portOf(metadata: InferenceSession.ValueMetadata): OnnxPort {
  return metadata.isTensor ? { name: metadata.name, type: metadata.type, shape: metadata.shape } : { name: metadata.name, type: "no tensor", shape: [] };
}

/** Where a folder's model lies, as Hugging Face lays it. */
const PLACES = ["model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx"];

/**
 * A model that ONNX Runtime computes.
 * @param model a published name, which is fetched; an .onnx file; or a folder with model.onnx, onnx/model.onnx or onnx/model_quantized.onnx
 * @throws if the file is missing, cut short or no ONNX model; {InstallError} if onnxruntime-node cannot be had
 */
export async function onnx(model: NameOf<"onnx" | "chat"> | (string & {}), options: FetchOptions = {}): Promise<OnnxModel> {
  const path = await fileOf(model, options);
  const { InferenceSession, Tensor } = await onnxRuntime(options);
  const session = await InferenceSession.create(path, { logSeverityLevel: 3 }).catch((error: unknown) => {
    throw new Error(`${path} is no ONNX model, or is cut short or altered: ${(error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""}`);
  });
  return new OnnxModel(session, Tensor as TensorClass, path);
}

async function fileOf(model: string, options: FetchOptions): Promise<string> {
  if (existsSync(model) && statSync(model).isFile()) return model;
  const isName = isNamed(model, "onnx") || isNamed(model, "chat");
  if (!isName && !existsSync(model)) throw new Error(`${model} is neither a file, a folder nor a published ONNX model (${[...namesOf("onnx"), ...namesOf("chat")].join(", ")}).`);
  const folder = isName ? await fetchPublished(model, options) : model;
  const found = PLACES.map((place) => join(folder, place)).find((path) => existsSync(path));
  if (!found) throw new Error(`${folder} has no ${PLACES.join(", ")}: name the .onnx file itself.`);
  return found;
}
