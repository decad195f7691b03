// scikit-learn's baselines for credit and lending-club, and SciPy's quantiles; one row, made by scripts/golden/finance.py.
import type { Source } from "./source";

/** What a model reaches on the held-back rows; `logLoss` in nats a row. */
export interface FinanceScores {
  auc: number;
  averagePrecision: number;
  logLoss: number;
  brier: number;
}

/** Logistic regression, bad = 1. `test` are rows of the data set, `columns` its columns, `weights` one a column. */
interface FinanceModel extends FinanceScores {
  test: number[];
  columns: string[];
  intercept: number;
  weights: number[];
}

/** Scorecards, and the numbers of their known competitors; quantiles of returns at 1 %. */
export interface FinanceRecord {
  made: string; // ISO date
  by: string;
  versions: { sklearn: string; scipy: string; python: string };
  seed: number;
  credit: FinanceModel & {
    monotone: string[]; // columns whose evidence may only fall
    evidence: number[][]; // of the first 20 held-back rows
    others: { oneHot: FinanceScores; boosting: FinanceScores };
  };
  lending: FinanceModel & { balanced: FinanceScores; boosting: FinanceScores };
  tails: {
    normalQuantile: number;
    studentQuantiles: Record<string, number>; // by degrees of freedom
    studentShortfall: Record<string, number>; // mean loss beyond the quantile, positive
    chiSquared: Record<string, number>; // share above the key, one degree of freedom
  };
}

export const financeSklearn: Source<FinanceRecord> = {
  title: { en: "scikit-learn's credit baselines", zh: "信用评分基线（scikit-learn 实跑记录）" },
  file: "finance-sklearn.json",
  sha256: "ed335006271b9d6701f3fe7aaed20143da215d8ff56ea547524b2f52fd19c694",
  licence: "Apache-2.0",
  attribution: "made by scripts/golden/finance.py",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless the record holds what it is read for: a weight a column, held-back rows, quantiles. */
function record(value: FinanceRecord): FinanceRecord {
  const whole = (model?: FinanceModel): boolean => model !== undefined && model.test?.length > 0 && model.weights?.length === model.columns?.length;
  if (whole(value.credit) && whole(value.lending) && value.tails) return value;
  throw new Error("the record lacks held-back rows, weights or quantiles; make it afresh with scripts/golden/finance.py");
}
