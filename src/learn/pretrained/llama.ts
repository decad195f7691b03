// Llama and its kin from a folder as Hugging Face publishes them.
import * as v from "valibot";
import { Llama } from "../nn/llama";
import { type LoadOptions, loaded, type Place, readConfig } from "./layout";

const schema = v.object({
  model_type: v.optional(v.literal("llama"), "llama"),
  hidden_act: v.optional(v.literal("silu"), "silu"),
  attention_bias: v.optional(v.literal(false), false),
  mlp_bias: v.optional(v.literal(false), false),
  rope_scaling: v.nullish(v.null()),
  vocab_size: v.number(),
  max_position_embeddings: v.number(),
  num_hidden_layers: v.number(),
  num_attention_heads: v.number(),
  num_key_value_heads: v.optional(v.number()),
  hidden_size: v.number(),
  intermediate_size: v.number(),
  rms_norm_eps: v.optional(v.number(), 1e-6),
  rope_theta: v.optional(v.number()),
  rope_parameters: v.optional(v.object({ rope_type: v.optional(v.literal("default"), "default"), rope_theta: v.number() })),
  tie_word_embeddings: v.optional(v.boolean(), false),
});

/** Linear weights are published transposed; all but the head have "model." before their names. */
export function llamaPlace(name: string): Place {
  return { names: [`model.${name}`, name], transposed: /(proj|lm_head)\.weight$/.test(name) };
}

/** A folder's Llama (config.json, model.safetensors) as this library's. @throws if the folder's files are missing, broken or of another model. */
export async function llama(folder: string, options: LoadOptions = {}): Promise<Llama> {
  const config = await readConfig(folder, schema);
  const build = (): Llama => new Llama({
    vocab: config.vocab_size, context: config.max_position_embeddings, layers: config.num_hidden_layers, heads: config.num_attention_heads,
    kvHeads: config.num_key_value_heads ?? config.num_attention_heads, width: config.hidden_size, inner: config.intermediate_size,
    theta: config.rope_parameters?.rope_theta ?? config.rope_theta ?? 10_000, eps: config.rms_norm_eps, tied: config.tie_word_embeddings,
  });
  return loaded(build, folder, llamaPlace, options);
}
