// Small real data sets for the lessons, each with its licence and checksum, and reproducible splits.
import { batches } from "./data/batches";
import { load } from "./data/load";
import { photo, photoNames } from "./data/photos";
import { sound, soundNames } from "./data/sounds";
import { sources } from "./data/sources";
import { split } from "./data/split";
import { sql } from "./data/sql";

export type { BatchesOptions } from "./data/batches";
export type { DiabetesRow } from "./data/diabetes";
export type { BreastCancerRow } from "./data/breast-cancer";
export type { FaqRow } from "./data/faq";
export type { FinanceRecord, FinanceScores } from "./data/finance-sklearn";
export type { HealthRecord } from "./data/health-sklearn";
export type { LanguageReference } from "./data/language-reference";
export type { LanguageRun } from "./data/language-runs";
export type { ManufacturingRecord } from "./data/manufacturing-sklearn";
export type { Milestone } from "./data/milestones";
export type { RegressionRecord } from "./data/regression-torch";
export type { TangPoem } from "./data/tang-poems";
export type { DigitRow } from "./data/digits";
export type { ReviewRow } from "./data/amazon-reviews";
export type { ConcreteRow } from "./data/concrete";
export type { CreditRow } from "./data/credit";
export type { LendingClubRow } from "./data/lending-club";
export type { SpeedRecord, SpeedRun } from "./data/speed-runs";
export type { RatingRow } from "./data/movielens";
export type { SensorRow } from "./data/sensor-anomalies";
export type { WeatherRow } from "./data/seattle-weather";
export type { WordPair } from "./data/cldr-words";
export type { VisionRecord } from "./data/vision-run";
export type { SqlKind, SqlOptions, SqlValue } from "./data/sql";
export type { WineRow } from "./data/wine";
export type { ImageBatch, LabelledImages } from "./data/images";
export type { SoundName } from "./data/sounds";
export type { PhotoName } from "./data/photos";
export type { ContentOf, DataName, RowOf } from "./data/sources";

/** Data sets with their licence and checksum: `await data.load("diabetes")`, `data.split(rows)`. */
export const data = {
  /** Batches of tensors that share their first axis, in a new order each pass. */
  batches,
  /** A data set by name: typed rows, or images; one line says what it is, its licence and whose it is. Fetched by npm once where it does not come with the library. */
  load,
  /** `{ train, test }`: every row in exactly one part; the same seed gives the same parts. */
  split,
  /** The rows that a query gives, in DuckDB's SQL. */
  sql,
  /** A photograph by name; one line says what it is, its licence and whose it is. */
  photo,
  /** The names that `photo` knows. */
  photoNames,
  /** A recording by name; one line says what it is, its licence and whose it is. */
  sound,
  /** The names that `sound` knows. */
  soundNames,
  /** The names that `load` knows. */
  names: (): string[] => Object.keys(sources),
};
