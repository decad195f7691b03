// What scikit-learn and PyTorch got on MovieLens, and scikit-learn's NDCG; one row, made by scripts/golden/recommend.py.
import type { Source } from "./source";

/** Errors are root mean squares in stars; every tenth row of `movielens-100k` is the test, the row after it the validation. */
export interface RecommendRecord {
  made: string; // ISO date
  versions: { torch: string; sklearn: string };
  ndcg: { relevance: number[]; value: number }[]; // of the first five places, relevance in the order shown
  mean: number; // error on the test of guessing the mean
  ridge: { lambda: number; valid: number; test: number }[]; // biases alone, by Ridge
  factors: { seed: number; valid: number; test: number }[]; // biases and 32 factors, by PyTorch's Adam
  popularity: { users: number; precision: number; ndcg: number }; // of ten films shown, the most rated first
}

export const recommendRecord: Source<RecommendRecord> = {
  title: { en: "scikit-learn's and PyTorch's figures on MovieLens", zh: "scikit-learn 与 PyTorch 在 MovieLens 上的结果" },
  file: "recommend-record.json",
  sha256: "04b71c4b91be2e1ab0dcdac1e8ce41674d098535c09eecbcb182bf570ccc050b",
  licence: "Apache-2.0",
  attribution: "measured by scripts/golden/recommend.py",
  parse: (text) => rows(JSON.parse(text)),
};

function rows(value: RecommendRecord[]): RecommendRecord[] {
  const whole = value.every(({ made, mean, ridge, factors }) => made && mean > 0 && ridge.length > 0 && factors.length > 0);
  if (!whole) throw new Error("the record lacks its date or figures; make it afresh with scripts/golden/recommend.py");
  return value;
}
