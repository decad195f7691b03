// Whisper's weights from CTranslate2's model.bin, in our Whisper.
import { Whisper, type WhisperConfig } from "../nn/whisper";
import type { Weight, Weights } from "../safetensors";
import { type CTranslate2Model, decodeCTranslate2, type StoredVariable } from "./ctranslate2";
import { filled, transposed } from "./layout";

/** Our names' parts and CTranslate2's, in the order of replacing. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\./g, "/"],
  [/h\/(\d+)/, "layer_$1"],
  [/ln_1\//, "self_attention/layer_norm/"],
  [/ln_cross\//, "attention/layer_norm/"],
  [/ln_2\//, "ffn/layer_norm/"],
  [/ln_(f|post)\//, "layer_norm/"],
  [/cross\/c_q\//, "attention/linear_0/"],
  [/cross\/c_kv\//, "attention/linear_1/"],
  [/cross\/c_proj\//, "attention/linear_2/"],
  [/attn\/c_attn\//, "self_attention/linear_0/"],
  [/attn\/c_proj\//, "self_attention/linear_1/"],
  [/mlp\/c_fc\//, "ffn/linear_0/"],
  [/mlp\/c_proj\//, "ffn/linear_1/"],
  [/layer_norm\/weight/, "layer_norm/gamma"],
  [/layer_norm\/bias/, "layer_norm/beta"],
  [/wte\/weight/, "embeddings/weight"],
  [/positions|wpe\/weight/, "position_encodings/encodings"],
];

/** `decoder.h.0.attn.c_attn.weight` → `decoder/layer_0/self_attention/linear_0/weight`. */
const storedName = (name: string): string => NAMES.reduce((text, [ours, theirs]) => text.replace(ours, theirs), name);

/** A Whisper of these sizes with these weights. @throws if the file is cut short, broken or no Whisper. */
export function decodeWhisper(file: Uint8Array, name = "The file"): Whisper {
  const stored = decodeCTranslate2(file, name);
  if (stored.spec !== "WhisperSpec") throw new Error(`${name} is a model of CTranslate2, but a ${stored.spec}, not a WhisperSpec.`);
  const read = readerOf(stored, name);
  return filled(() => new Whisper(configOf(stored, read)), (model) => weightsOf(model, read));
}

type Reader = (variable: string) => StoredVariable;

function readerOf({ variables }: CTranslate2Model, name: string): Reader {
  return (variable) => {
    const found = variables.get(variable);
    if (!found) throw new Error(`${name} has no "${variable}": it is no Whisper, or one without this part.`);
    return found;
  };
}

function configOf({ variables }: CTranslate2Model, of: Reader): WhisperConfig {
  const [vocab = 0, width = 0] = of("decoder/embeddings/weight").shape;
  const [audioContext = 0] = of("encoder/position_encodings/encodings").shape;
  const [textContext = 0] = of("decoder/position_encodings/encodings").shape;
  const [, bands = 0] = of("encoder/conv1/weight").shape;
  const [heads = 0] = of("encoder/num_heads").read().data;
  const layers = [...variables.keys()].filter((name) => /^encoder\/layer_\d+\/ffn\/linear_0\/weight$/.test(name)).length;
  return { vocab, width, audioContext, textContext, bands, heads, layers };
}

function weightsOf(model: Whisper, of: Reader): Weights {
  const ours = [...model.parameters().keys(), ...model.buffers().keys()];
  return new Map(ours.map((name) => [name, laidOut(name, of(storedName(name)).read())]));
}

/** Published as PyTorch has them: linear layers [out, in], convolutions [out, in, size]; ours are [in, out] and [size, in, out]. */
function laidOut(name: string, weight: Weight): Weight {
  if (/conv\d\.weight$/.test(name)) return turnedFilters(weight);
  return /c_\w+\.weight$/.test(name) ? transposed(weight) : weight;
}

/** [out, in, size] → [size, in, out]. */
function turnedFilters({ shape: [out = 0, inputs = 0, size = 0], data }: Weight): Weight {
  const turned = new Float32Array(data.length);
  data.forEach((value, at) => {
    const [o, i, s] = [Math.floor(at / (inputs * size)), Math.floor(at / size) % inputs, at % size];
    turned[(s * inputs + i) * out + o] = value;
  });
  return { shape: [size, inputs, out], data: turned };
}
