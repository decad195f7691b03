// BERT and its kin (MiniLM) from a folder as Hugging Face publishes them.
import * as v from "valibot";
import { BERT, type BERTConfig, MaskedLM, TextClassifier } from "../nn/bert";
import { type LoadOptions, loaded, type Place, readConfig } from "./layout";

const schema = v.object({
  model_type: v.optional(v.literal("bert"), "bert"),
  hidden_act: v.optional(v.literal("gelu"), "gelu"),
  vocab_size: v.number(),
  max_position_embeddings: v.number(),
  num_hidden_layers: v.number(),
  num_attention_heads: v.number(),
  hidden_size: v.number(),
  intermediate_size: v.number(),
  type_vocab_size: v.optional(v.number(), 2),
  hidden_dropout_prob: v.optional(v.number(), 0.1),
});

/** Linear weights are published transposed; the heads' names have no "bert." before them, and the encoder alone may have none either. */
export function bertPlace(name: string): Place {
  const bare = name.replace(/^bert\./, "");
  const isLinear = name.endsWith(".weight") && !/embeddings|LayerNorm/.test(name);
  return { names: [...new Set([name, `bert.${bare}`, bare])], transposed: isLinear };
}

/** A folder's BERT as an encoder. @throws if the folder's files are missing, broken or of another model. */
export async function bert(folder: string, { pooler = true, ...options }: LoadOptions & { pooler?: boolean } = {}): Promise<BERT> {
  const config = await sizes(folder);
  return loaded(() => new BERT({ ...config, pooler }), folder, bertPlace, options);
}

/** A folder's BERT with the head that predicts masked tokens. */
export async function maskedLM(folder: string, options: LoadOptions = {}): Promise<MaskedLM> {
  const config = await sizes(folder);
  return loaded(() => new MaskedLM(config), folder, bertPlace, options);
}

/** A folder's BERT with a head that sorts into classes, as it was fine-tuned. */
export async function textClassifier(folder: string, { classes, ...options }: LoadOptions & { classes: number }): Promise<TextClassifier> {
  const config = await sizes(folder);
  return loaded(() => new TextClassifier({ ...config, classes }), folder, bertPlace, options);
}

async function sizes(folder: string): Promise<BERTConfig> {
  const config = await readConfig(folder, schema);
  return {
    vocab: config.vocab_size, context: config.max_position_embeddings, layers: config.num_hidden_layers, heads: config.num_attention_heads,
    width: config.hidden_size, inner: config.intermediate_size, segments: config.type_vocab_size, dropout: config.hidden_dropout_prob,
  };
}
