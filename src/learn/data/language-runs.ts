// What lesson 06, language, got from fetched models: shown where a model is not there; one row, made by scripts/golden/language.mjs.
import type { Source } from "./source";

export interface LanguageRun {
  date: string; // ISO
  device: string; // as `device().name`
  processor: string;
  frozen: number[]; // probability of "positive", one a row of `amazon-reviews`, from frozen embeddings
  tuned: number[]; // the same from the fine-tuned encoder
  seconds: number; // of fine-tuning, five folds
  scores: number[][]; // [questions, answers of the data set `faq`]: cosine
  chat: { pieces: string[]; seconds: number }[]; // one a chat question
}

export const languageRuns: Source<LanguageRun> = {
  title: { en: "Recorded results of lesson 06, language", zh: "第 6 课（语言）的结果记录" },
  file: "language-runs.json",
  sha256: "f5ec0f1ead85d3240b6e0004b14fdf1b4c7a1ba66a84ce5e204d1e66d045f576",
  licence: "Apache-2.0",
  attribution: "measured by scripts/golden/language.mjs",
  parse: (text) => [record(JSON.parse(text))],
};

/** Throws unless there is a probability a review by both models, and something said. */
function record(value: LanguageRun): LanguageRun {
  const whole = value.date && value.frozen?.length > 0 && value.tuned?.length === value.frozen.length && value.scores?.length > 0 && value.chat?.length > 0;
  if (!whole) throw new Error("the record lacks probabilities, scores or answers; make it afresh with scripts/golden/language.mjs");
  return value;
}
