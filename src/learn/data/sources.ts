// The table of data sets: one row a data set. To add one, write its file and its row, and note it in notebooks/data/SOURCES.md.
import { amazonReviews } from "./amazon-reviews";
import { breastCancer } from "./breast-cancer";
import { diabetes } from "./diabetes";
import { digits } from "./digits";
import { fashionMnist, fashionMnistWhole } from "./fashion-mnist";
import { mnist } from "./mnist";
import { practiceRuns } from "./practice-runs";
import { regressionTorch } from "./regression-torch";
import { tangPoems } from "./tang-poems";
import { wine } from "./wine";

export const sources = {
  "amazon-reviews": amazonReviews,
  "breast-cancer": breastCancer,
  diabetes,
  digits,
  "fashion-mnist": fashionMnist,
  "fashion-mnist-whole": fashionMnistWhole,
  mnist,
  "practice-runs": practiceRuns,
  "regression-torch": regressionTorch,
  "tang-poems": tangPoems,
  wine,
};
export type DataName = keyof typeof sources;
type SourceOf<Name extends DataName> = (typeof sources)[Name];
/** What `load` gives for a name: rows, or images. */
export type ContentOf<Name extends DataName> = SourceOf<Name> extends { parse(text: string): infer Rows } ? Rows : SourceOf<Name> extends { decode(bytes: Uint8Array): infer Content } ? Content : SourceOf<Name> extends { read(folder: string): Promise<infer Content> } ? Content : never;
export type RowOf<Name extends DataName> = ContentOf<Name> extends readonly (infer Row)[] ? Row : never;
