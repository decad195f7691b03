// scikit-learn's breast-cancer baseline: split, folds, fitted numbers and scores; one row, made by scripts/golden/health.py.
import type { Source } from "./source";

/** Logistic regression on standardised features, malignant = 1. Indices are rows of the data set `breast-cancer`. */
export interface HealthRecord {
  made: string; // ISO date
  by: string;
  versions: { sklearn: string; python: string; pROC: string };
  seed: number;
  test: number[]; // indices of the held-back rows
  scaler: { mean: number[]; scale: number[] }; // of the training rows
  intercept: number;
  weights: number[]; // one a feature
  probabilities: number[]; // of malignant, one a held-back row
  auc: number;
  accuracy: number;
  logLoss: number; // nats a row
  brier: number;
  deLong: { auc: number; variance: number }; // by R's pROC
  foldOf: number[]; // 0 to 4, one a row
  foldAuc: number[];
  outOfFoldLogits: number[]; // one a row, by the model that never saw its fold
  outOfFoldBrier: number;
  platt: { slope: number; intercept: number }; // on the out-of-fold logits
}

export const healthSklearn: Source<HealthRecord> = {
  title: { en: "scikit-learn's breast-cancer baseline", zh: "乳腺癌诊断基线（scikit-learn 实跑记录）" },
  file: "health-sklearn.json",
  sha256: "d23d9642201b49a3b5c724930a261ada4fff8395bd99d8ae8ff3b0c7be42f80a",
  licence: "Apache-2.0",
  attribution: "made by scripts/golden/health.py",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless the record holds what it is read for: a probability a held-back row, a fold and a logit a row. */
function record(value: HealthRecord): HealthRecord {
  const whole = value.test?.length > 0 && value.probabilities?.length === value.test.length && value.foldOf?.length === value.outOfFoldLogits?.length;
  if (!whole) throw new Error("the record lacks probabilities, folds or logits; make it afresh with scripts/golden/health.py");
  return value;
}
