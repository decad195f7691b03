// 569 breast masses: thirty measurements of cell nuclei and the diagnosis (Wolberg, Street, Mangasarian, 1995).
import { numericRows, type Source } from "./source";

const measures = ["Radius", "Texture", "Perimeter", "Area", "Smoothness", "Compactness", "Concavity", "ConcavePoints", "Symmetry", "FractalDimension"] as const;
type Measure = (typeof measures)[number];
type Column = `${"mean" | "error" | "worst"}${Measure}` | "benign";

export const breastCancerColumns: readonly Column[] = [
  ...measures.map((name) => `mean${name}` as const),
  ...measures.map((name) => `error${name}` as const),
  ...measures.map((name) => `worst${name}` as const),
  "benign",
];

/** Mean, standard error and worst value of ten measurements; benign is 1, malignant 0. */
export type BreastCancerRow = Record<Column, number>;

export const breastCancer: Source<BreastCancerRow> = {
  title: { en: "Breast cancer, Wisconsin (diagnostic)", zh: "威斯康星乳腺癌诊断" },
  file: "breast-cancer.csv",
  sha256: "06cded2f698fe0146f3aa750308cac19406caf4aad845527564559458e70c7f9",
  licence: "BSD-3-Clause",
  attribution: "Wolberg, Street, Mangasarian: Breast Cancer Wisconsin (Diagnostic), UCI (1995), by way of scikit-learn 1.5.2",
  parse: (text) => numericRows(text, breastCancerColumns),
};
