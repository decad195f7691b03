// The line that a learner sees of whatever was made by others: what it is, its licence, whose it is.
import { t } from "../../display";

export interface Notice {
  title: { en: string; zh: string };
  licence: string; // SPDX name, or the terms in a few words
  attribution: string;
  /** What is counted; rows by default. */
  unit?: { en: string; zh: string };
}

const ROWS = { en: "rows", zh: "行" };

/** @param count of its rows, or of what its `unit` says */
export function notice({ title, licence, attribution, unit = ROWS }: Notice, count?: number): string {
  const [en, zh] = count === undefined ? ["", ""] : [`: ${count} ${unit.en}`, `：${count} ${unit.zh}`];
  return t({ en: `${title.en}${en}. Licence ${licence}. ${attribution}.`, zh: `${title.zh}${zh}。许可证 ${licence}。${attribution}。` });
}
