// A Llama as Karpathy's llama2.c writes it: seven int32 of sizes, the weights as float32, and the tokenizer's pieces behind them.
import { Llama, type LlamaConfig } from "../nn/llama";
import type { Weight, Weights } from "../safetensors";
import { bytePiece, FIRST_BYTE, type Piece } from "../text/sentencepiece";
import { filled } from "./layout";

const HEADER_BYTES = 28;

export interface Llama2c {
  config: LlamaConfig;
  weights: Weights;
  pieces: Piece[];
}

/** @throws if the file is cut short, or no such file. */
export function decodeLlama2c(file: Uint8Array, name = "The file"): Llama2c {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const config = readConfig(view, name);
  const cursor = { at: HEADER_BYTES };
  const weights = readWeights(config, (size) => floats(view, cursor, size, name));
  return { config, weights, pieces: readPieces(file, cursor.at, config.vocab, name) };
}

function readConfig(view: DataView, name: string): LlamaConfig {
  const wrong = new Error(`${name} is no model of llama2.c, or is cut short.`);
  if (view.byteLength < HEADER_BYTES) throw wrong;
  const [width = 0, inner = 0, layers = 0, heads = 0, kvHeads = 0, vocab = 0, context = 0] = Array.from({ length: 7 }, (_, i) => view.getInt32(4 * i, true));
  const fits = [width, inner, layers, heads, kvHeads, context].every((size) => size > 0 && size < 1e6) && width % heads === 0 && heads % kvHeads === 0;
  if (!fits) throw wrong;
  return { width, inner, layers, heads, kvHeads, vocab: Math.abs(vocab), context, tied: vocab > 0 }; // negative: the head has weights of its own
}

function floats(view: DataView, cursor: { at: number }, size: number, name: string): Float32Array {
  const end = cursor.at + 4 * size;
  if (end > view.byteLength) throw new Error(`${name} is cut short: its weights end behind byte ${end}, the file at ${view.byteLength}.`);
  const values = Float32Array.from({ length: size }, (_, i) => view.getFloat32(cursor.at + 4 * i, true));
  cursor.at = end;
  return values;
}

/** In the file's order: each kind of weight for all layers, matrices as [out, in]. */
function readWeights({ width, inner, layers, heads, kvHeads = heads, vocab, context, tied }: LlamaConfig, read: (size: number) => Float32Array): Weights {
  const weights: Weights = new Map();
  const size = width / heads;
  const vector = (name: string): unknown => weights.set(name, { shape: [width], data: read(width) });
  const matrix = (name: string, [rows, columns]: [number, number], rowOf?: (row: number) => number): unknown => weights.set(name, turned(read(rows * columns), rows, columns, rowOf));
  const each = (read: (layer: string) => void): void => Array.from({ length: layers }, (_, i) => `layers.${i}`).forEach(read);
  weights.set("embed_tokens.weight", { shape: [vocab, width], data: read(vocab * width) });
  each((layer) => vector(`${layer}.input_layernorm.weight`));
  each((layer) => matrix(`${layer}.self_attn.q_proj.weight`, [width, width], halvesOf(size)));
  each((layer) => matrix(`${layer}.self_attn.k_proj.weight`, [size * kvHeads, width], halvesOf(size)));
  each((layer) => matrix(`${layer}.self_attn.v_proj.weight`, [size * kvHeads, width]));
  each((layer) => matrix(`${layer}.self_attn.o_proj.weight`, [width, width]));
  each((layer) => vector(`${layer}.post_attention_layernorm.weight`));
  each((layer) => matrix(`${layer}.mlp.gate_proj.weight`, [inner, width]));
  each((layer) => matrix(`${layer}.mlp.down_proj.weight`, [width, inner]));
  each((layer) => matrix(`${layer}.mlp.up_proj.weight`, [inner, width]));
  vector("norm.weight");
  read(context * size); // cosines and sines of the rotary positions, which we compute
  if (!tied) matrix("lm_head.weight", [vocab, width]);
  return weights;
}

/** [rows, columns] → [columns, rows], the rows taken in another order. */
function turned(data: Float32Array, rows: number, columns: number, rowOf = (row: number): number => row): Weight {
  const result = new Float32Array(data.length);
  for (let row = 0; row < rows; row++) {
    const from = rowOf(row) * columns;
    for (let column = 0; column < columns; column++) result[column * rows + row] = data[from + column] ?? 0;
  }
  return { shape: [columns, rows], data: result };
}

/** llama2.c turns numbers 2i and 2i + 1 of a head together, we the i-th of its two halves. */
const halvesOf = (size: number) => (row: number): number => {
  const place = row % size;
  return row - place + (place < size / 2 ? 2 * place : 2 * place - size + 1);
};

/** The longest piece's length, then for each its score, its length in bytes and its bytes. */
function readPieces(file: Uint8Array, start: number, vocab: number, name: string): Piece[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const pieces: Piece[] = [];
  let at = start + 4;
  while (pieces.length < vocab) {
    const length = at + 8 <= file.length ? view.getInt32(at + 4, true) : NaN;
    if (!(at + 8 + length <= file.length)) throw new Error(`${name} is cut short: it has ${pieces.length} of ${vocab} pieces of text.`);
    const text = Buffer.from(file.subarray(at + 8, at + 8 + length)).toString("utf8");
    pieces.push({ score: view.getFloat32(at, true), text: byteAt(pieces.length) ?? text });
    at += 8 + length;
  }
  return pieces;
}

/** llama2.c writes the 256 pieces of one byte as the characters with those numbers, which have pieces of their own too. */
const byteAt = (id: number): string | undefined => (id >= FIRST_BYTE && id < FIRST_BYTE + 256 ? bytePiece(id - FIRST_BYTE) : undefined);

export const llamaOf = ({ config, weights }: Llama2c): Llama => filled(() => new Llama(config), () => weights);
