// The table of data sets: one row a data set. To add one, write its file and its row, and note it in notebooks/data/SOURCES.md.
import { amazonReviews } from "./amazon-reviews";
import { breastCancer } from "./breast-cancer";
import { cldrWords } from "./cldr-words";
import { concrete } from "./concrete";
import { credit } from "./credit";
import { diabetes } from "./diabetes";
import { digits } from "./digits";
import { faq } from "./faq";
import { fashionMnist, fashionMnistWhole } from "./fashion-mnist";
import { financeSklearn } from "./finance-sklearn";
import { healthSklearn } from "./health-sklearn";
import { languageReference } from "./language-reference";
import { languageRuns } from "./language-runs";
import { lendingClub } from "./lending-club";
import { manufacturingSklearn } from "./manufacturing-sklearn";
import { milestones } from "./milestones";
import { mnist } from "./mnist";
import { movielens } from "./movielens";
import { practiceRuns } from "./practice-runs";
import { privacyAccountant } from "./privacy-accountant";
import { recommendRecord } from "./recommend-record";
import { regressionTorch } from "./regression-torch";
import { seattleWeather } from "./seattle-weather";
import { sensorAnomalies } from "./sensor-anomalies";
import { speedRuns } from "./speed-runs";
import { tangPoems } from "./tang-poems";
import { visionRun } from "./vision-run";
import { wine } from "./wine";

export const sources = {
  "amazon-reviews": amazonReviews,
  "breast-cancer": breastCancer,
  "cldr-words": cldrWords,
  concrete,
  credit,
  diabetes,
  digits,
  faq,
  "fashion-mnist": fashionMnist,
  "fashion-mnist-whole": fashionMnistWhole,
  "finance-sklearn": financeSklearn,
  "health-sklearn": healthSklearn,
  "language-reference": languageReference,
  "language-runs": languageRuns,
  "lending-club": lendingClub,
  "manufacturing-sklearn": manufacturingSklearn,
  milestones,
  mnist,
  "movielens-100k": movielens,
  "practice-runs": practiceRuns,
  "privacy-accountant": privacyAccountant,
  "recommend-record": recommendRecord,
  "regression-torch": regressionTorch,
  "seattle-weather": seattleWeather,
  "sensor-anomalies": sensorAnomalies,
  "speed-runs": speedRuns,
  "tang-poems": tangPoems,
  "vision-run": visionRun,
  wine,
};
export type DataName = keyof typeof sources;
type SourceOf<Name extends DataName> = (typeof sources)[Name];
/** What `load` gives for a name: rows, or images. */
export type ContentOf<Name extends DataName> = SourceOf<Name> extends { parse(text: string): infer Rows } ? Rows : SourceOf<Name> extends { decode(bytes: Uint8Array): infer Content } ? Content : SourceOf<Name> extends { read(folder: string): Promise<infer Content> } ? Content : never;
export type RowOf<Name extends DataName> = ContentOf<Name> extends readonly (infer Row)[] ? Row : never;
