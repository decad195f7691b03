// The table of data sets: one row a data set. To add one, write its file and its row, and note it in notebooks/data/SOURCES.md.
import { amazonReviews } from "./amazon-reviews";
import { breastCancer } from "./breast-cancer";
import { diabetes } from "./diabetes";
import { digits } from "./digits";
import { practiceRuns } from "./practice-runs";
import { regressionTorch } from "./regression-torch";
import { tangPoems } from "./tang-poems";
import { wine } from "./wine";

export const sources = {
  "amazon-reviews": amazonReviews,
  "breast-cancer": breastCancer,
  diabetes,
  digits,
  "practice-runs": practiceRuns,
  "regression-torch": regressionTorch,
  "tang-poems": tangPoems,
  wine,
};
export type DataName = keyof typeof sources;
export type RowOf<Name extends DataName> = ReturnType<(typeof sources)[Name]["parse"]>[number];
