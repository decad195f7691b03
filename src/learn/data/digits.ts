// 1,797 handwritten digits of 8 × 8 pixels (Alpaydin & Kaynak 1998).
import { numericRows, type Source } from "./source";

const SIDE = 8;
const pixels = Array.from({ length: SIDE * SIDE }, (_, i) => `p${Math.floor(i / SIDE)}${i % SIDE}`);

export interface DigitRow {
  /** Row by row from the top left, 0 (white) to 16 (black). */
  pixels: number[];
  /** 0 to 9. */
  digit: number;
}

export const digits: Source<DigitRow> = {
  title: { en: "Handwritten digits, 8 × 8 pixels", zh: "手写数字，8 × 8 像素" },
  file: "digits.csv",
  sha256: "1a8c0ce573804cf39bc6fdc9a6cc8f23d15cbf27a72575c1ca5fac15163717d0",
  licence: "BSD-3-Clause",
  attribution: "Alpaydin, Kaynak: Optical Recognition of Handwritten Digits, UCI (1998), by way of scikit-learn 1.5.2",
  parse: (text) => numericRows<string>(text, [...pixels, "digit"]).map((row) => ({ pixels: pixels.map((pixel) => row[pixel] ?? NaN), digit: row["digit"] ?? NaN })),
};
