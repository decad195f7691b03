// 178 wines of three cultivars: thirteen chemical measurements (Aeberhard & Forina 1992).
import { numericRows, type Source } from "./source";

export const wineColumns = ["alcohol", "malicAcid", "ash", "alcalinity", "magnesium", "phenols", "flavanoids", "nonflavanoids", "proanthocyanins", "colour", "hue", "od280", "proline", "cultivar"] as const;

/** The cultivar is 0, 1 or 2. */
export type WineRow = Record<(typeof wineColumns)[number], number>;

export const wine: Source<WineRow> = {
  title: { en: "Wines of three cultivars", zh: "三个品种的葡萄酒" },
  file: "wine.csv",
  sha256: "0f78e263feb5f9172316007da07228796bff8015e0e4ca1ec8cc5a8237702f59",
  licence: "BSD-3-Clause",
  attribution: "Aeberhard, Forina: Wine, UCI (1992), by way of scikit-learn 1.5.2",
  parse: (text) => numericRows(text, wineColumns),
};
