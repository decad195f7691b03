// GPT-2 from a folder as Hugging Face publishes it.
import * as v from "valibot";
import { GPT } from "../nn/gpt";
import { type LoadOptions, loaded, type Place, readConfig } from "./layout";

const schema = v.object({
  model_type: v.optional(v.literal("gpt2"), "gpt2"),
  activation_function: v.optional(v.literal("gelu_new"), "gelu_new"),
  vocab_size: v.number(),
  n_positions: v.number(),
  n_layer: v.number(),
  n_head: v.number(),
  n_embd: v.number(),
});

/** Our names and layout are GPT-2's own; Hugging Face writes "transformer." before them. */
export const gpt2Place = (name: string): Place => ({ names: [`transformer.${name}`, name], transposed: false });

/** A folder's GPT-2 (config.json, model.safetensors) as this library's GPT. @throws if the folder's files are missing, broken or of another model. */
export async function gpt2(folder: string, options: LoadOptions = {}): Promise<GPT> {
  const config = await readConfig(folder, schema);
  const build = (): GPT => new GPT({ vocab: config.vocab_size, context: config.n_positions, layers: config.n_layer, heads: config.n_head, width: config.n_embd, tied: true });
  return loaded(build, folder, gpt2Place, options);
}
