// The language that a lesson's titles, labels and hints are shown in.

/** English or Chinese. */
export type Language = "en" | "zh";

/** `CELLWRIGHT_LANG` if set; else Chinese in a folder that has a `zh` component (a kernel runs in its notebook's folder); else English. */
export function language(folder: string = process.cwd(), env: NodeJS.ProcessEnv = process.env): Language {
  const chosen = env.CELLWRIGHT_LANG?.toLowerCase();
  if (chosen) return chosen.startsWith("zh") ? "zh" : "en";
  return folder.split(/[\\/]/).some((part) => /^zh(-|_|$)/i.test(part)) ? "zh" : "en";
}

/** Of two texts (or anything), the one in the lesson's language. */
export function t<T>(texts: { en: T; zh: T }): T {
  return texts[language()];
}
