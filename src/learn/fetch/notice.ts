// The line that a learner sees of whatever was made by others: what it is, its licence, whose it is.
import { t } from "../../display";

export interface Notice {
  title: { en: string; zh: string };
  licence: string; // SPDX name, or the terms in a few words
  attribution: string;
}

/** @param rows how many there are, for a table */
export function notice({ title, licence, attribution }: Notice, rows?: number): string {
  const [en, zh] = rows === undefined ? ["", ""] : [`: ${rows} rows`, `：${rows} 行`];
  return t({ en: `${title.en}${en}. Licence ${licence}. ${attribution}.`, zh: `${title.zh}${zh}。许可证 ${licence}。${attribution}。` });
}
