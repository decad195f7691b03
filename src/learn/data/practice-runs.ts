// Recorded trainings of lesson 5's GPT, one row a device and run, made by scripts/golden/practice.mjs.
import type { Source } from "./source";

/** One training: `minute` is the lesson's default, `long` the one tagged slow. */
export interface PracticeRun {
  name: "minute" | "long";
  date: string; // ISO
  device: string; // as `device().name`
  processor: string;
  steps: number;
  seconds: number;
  tokensPerSecond: number;
  heldLoss: number; // nats a character on held-back quatrains
}

export const practiceRuns: Source<PracticeRun> = {
  title: { en: "Recorded trainings of lesson 5's GPT", zh: "第 5 课 GPT 的训练记录" },
  file: "practice-runs.json",
  sha256: "f33e7cf8ee6f91a7ecd89db7f0c0e3c988984b0c76a940c6aa2c292a1e47647a",
  licence: "Apache-2.0",
  attribution: "measured by scripts/golden/practice.mjs",
  parse: (text) => rows(JSON.parse(text)),
};

function rows(value: PracticeRun[]): PracticeRun[] {
  const whole = value.every((run) => run.date && run.device && run.steps > 0 && run.heldLoss > 0);
  if (!whole) throw new Error("a run lacks its date, device, steps or loss; record it afresh with scripts/golden/practice.mjs");
  return value;
}
