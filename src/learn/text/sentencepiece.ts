// SentencePiece's byte-pair encoding (Kudo & Richardson 2018), as Llama has it: the pair whose piece has the highest score is merged, again and again.
import { tokenAt, type Tokenizer } from "./tokenizer";

export interface Piece {
  text: string;
  score: number;
}

/** Where a piece of one byte lies: behind <unk>, <s> and </s>. */
export const FIRST_BYTE = 3;

/** How a piece of one byte is written. */
export const bytePiece = (byte: number): string => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;

/** Encodes with a space before the text, as in training; characters without a piece of their own become their bytes. */
export function sentencePieces(pieces: readonly Piece[]): Tokenizer {
  const ids = new Map(pieces.map(({ text }, id) => [text, id] as const).reverse()); // of equal pieces the first
  const texts = pieces.map(({ text }) => text);
  return {
    size: pieces.length,
    tokens: texts,
    encode: (text) => merged(text === "" ? [] : letters(` ${text}`, ids), pieces, ids),
    decode: (list) => Buffer.concat(Array.from(list, (id) => bytesOf(tokenAt(texts, id)))).toString("utf8").replace(/^ /, ""),
  };
}

const letters = (text: string, ids: ReadonlyMap<string, number>): number[] =>
  Array.from(text).flatMap((letter) => ids.get(letter) ?? Array.from(Buffer.from(letter), (byte) => byte + FIRST_BYTE));

function merged(start: readonly number[], pieces: readonly Piece[], ids: ReadonlyMap<string, number>): number[] {
  const list = [...start];
  for (;;) {
    let [best, place, score] = [-1, -1, -Infinity];
    for (let i = 0; i + 1 < list.length; i++) {
      const id = ids.get(textAt(pieces, list[i]) + textAt(pieces, list[i + 1]));
      if (id !== undefined && (pieces[id]?.score ?? -Infinity) > score) [best, place, score] = [id, i, pieces[id]?.score ?? -Infinity];
    }
    if (place < 0) return list;
    list.splice(place, 2, best);
  }
}

const textAt = (pieces: readonly Piece[], id = -1): string => pieces[id]?.text ?? "";

function bytesOf(piece: string): Buffer {
  const byte = /^<0x([0-9A-F]{2})>$/.exec(piece)?.[1];
  return byte ? Buffer.from([parseInt(byte, 16)]) : Buffer.from(piece);
}
