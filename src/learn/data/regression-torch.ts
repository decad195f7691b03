// What the article's PyTorch listing printed on stated data: one row, made by scripts/golden/regression.py.
import type { Source } from "./source";

interface Line {
  theta0: number;
  theta1: number;
}

/** The points (`x`, `y`), the truth behind them, the starting values, and what PyTorch printed and reached from there. */
export interface RegressionRecord {
  made: string; // ISO date
  by: string;
  versions: { torch: string; python: string };
  seed: number;
  batch: number;
  noise: number; // standard deviation
  lr: number;
  truth: Line;
  x: number[];
  y: number[];
  xTest: number;
  start: Line;
  end: Line;
  meanLoss: number; // over all points, at the end
  lastBatchLosses: number[]; // one an epoch, as the listing prints them
  prediction: number;
  printed: string[];
}

export const regressionTorch: Source<RegressionRecord> = {
  title: { en: "The article's regression, run by PyTorch", zh: "文章的线性回归（PyTorch 实跑记录）" },
  file: "regression-torch.json",
  sha256: "c7b933e504b6d0182f1357d36463bdaf788fb9c784b42767add78a2ebba2ab92",
  licence: "Apache-2.0",
  attribution: "made by scripts/golden/regression.py",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless the record holds what it is read for: as many y as x, and a loss an epoch. */
function record(value: RegressionRecord): RegressionRecord {
  const whole = value.x?.length > 0 && value.x.length === value.y?.length && value.lastBatchLosses?.length === 100;
  if (!whole) throw new Error("the record lacks points or losses; make it afresh with scripts/golden/regression.py");
  return value;
}
