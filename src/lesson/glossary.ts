// One glossary for all lessons: the words of their closing tables, in English and Chinese.
import type { Notebook } from "../runner";

export interface Term { en: string; zh: string }

/** The rows of a lesson's list of words (cell `end-jargon`): English in the first column, Chinese in the second. */
export function termsOf({ cells }: Notebook): Term[] {
  const table = cells.find(({ id }) => id === "end-jargon")?.source ?? "";
  const rows = table.split(/^\|[-:|\s]+\|$/m)[1] ?? "";
  return rows.split("\n").flatMap((line) => {
    const [, first = "", second = ""] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    const [en, zh] = /\p{Script=Han}/u.test(first) ? [second, first] : [first, second];
    return /\p{Script=Han}/u.test(zh) && /[A-Za-z]/.test(en) ? [{ en, zh }] : [];
  });
}

/** The glossary of several lessons, by the English word; lessons are named beside each word. */
export function glossaryOf(lessons: ReadonlyMap<string, Notebook>): { en: string; zh: string[]; lessons: string[] }[] {
  const entries = new Map<string, { en: string; zh: Set<string>; lessons: Set<string> }>();
  for (const [name, lesson] of lessons) {
    for (const { en, zh } of termsOf(lesson)) {
      const entry = entries.get(en.toLowerCase()) ?? { en, zh: new Set(), lessons: new Set() };
      entry.zh.add(zh);
      entry.lessons.add(name);
      entries.set(en.toLowerCase(), entry);
    }
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, { en, zh, lessons: names }]) => ({ en, zh: [...zh], lessons: [...names] }));
}
