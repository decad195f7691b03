// Names of emoji, languages, territories and scripts in English and in Chinese (Unicode CLDR): words to translate, one by one.
import { oneOf, rowsOf, text } from "./columns";
import type { Source } from "./source";

const columns = { kind: oneOf("sign", "language", "territory", "script"), en: text, zh: text };

export type WordPair = ReturnType<typeof parse>[number];
const parse = (source: string) => rowsOf(source, columns);

export const cldrWords: Source<WordPair> = {
  title: { en: "Names in English and Chinese", zh: "英汉名称对照" },
  unit: { en: "pairs", zh: "对" },
  file: "cldr-words.tsv.br",
  sha256: "4112179f83af3d5408542d42bc4e6dfbf206724cec9cd6bfb6d4bac25d284477",
  licence: "Unicode-3.0",
  attribution: "Unicode CLDR 48.2, © 2004–2026 Unicode, Inc.",
  parse,
};
