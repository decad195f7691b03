// scikit-learn's baselines for faults at motes and strength of concrete; one row, made by scripts/golden/manufacturing.py.
import type { Source } from "./source";

/** Average precision and area under the ROC curve. */
interface DetectorScores {
  averagePrecision: number;
  auc: number;
}
/** Logistic regression on scaled changes: its parameters, its scores at motes 3 and 4. */
interface LogisticRecord extends DetectorScores {
  intercept: number;
  weights: number[]; // one a lag and quantity
}
/** Root mean squared error in MPa. */
interface StrengthErrors {
  linear: number;
  boosting: number;
}

/** Detectors learn at motes 1 and 2 of the data set `sensor-anomalies`, and are scored at 3 and 4; `concrete` is split by row and by recipe. */
export interface ManufacturingRecord {
  made: string; // ISO date
  by: string;
  versions: { sklearn: string; python: string };
  lags: number[]; // in readings
  detectors: {
    windows: number;
    testWindows: number;
    signed: LogisticRecord; // reads changes
    sized: LogisticRecord; // reads their sizes
    mahalanobis: DetectorScores;
    distances: number[]; // squared, of the disturbed test windows
    spectrum: number[]; // variances along the principal axes
  };
  concrete: { recipes: number; byRow: StrengthErrors; byRecipe: StrengthErrors };
}

export const manufacturingSklearn: Source<ManufacturingRecord> = {
  title: { en: "scikit-learn's manufacturing baselines", zh: "智能制造基线（scikit-learn 实跑记录）" },
  file: "manufacturing-sklearn.json",
  sha256: "c3c86160b567f7138a4eb5a697f0cfa2dc5a43274c3e3171c0cce0097e97e4c1",
  licence: "Apache-2.0",
  attribution: "made by scripts/golden/manufacturing.py",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless the record holds what it is read for. */
function record(value: ManufacturingRecord): ManufacturingRecord {
  const whole = value.detectors?.signed?.weights?.length > 0 && value.detectors.distances?.length > 0 && value.concrete?.recipes > 0;
  if (!whole) throw new Error("the record lacks detectors or concrete; make it afresh with scripts/golden/manufacturing.py");
  return value;
}
