// The table of data sets: one row a data set. To add one, write its file and its row, and note it in notebooks/data/SOURCES.md.
import { breastCancer } from "./breast-cancer";
import { diabetes } from "./diabetes";
import { practiceRuns } from "./practice-runs";
import { regressionTorch } from "./regression-torch";
import { tangPoems } from "./tang-poems";

export const sources = {
  "breast-cancer": breastCancer,
  diabetes,
  "practice-runs": practiceRuns,
  "regression-torch": regressionTorch,
  "tang-poems": tangPoems,
};
export type DataName = keyof typeof sources;
export type RowOf<Name extends DataName> = ReturnType<(typeof sources)[Name]["parse"]>[number];
