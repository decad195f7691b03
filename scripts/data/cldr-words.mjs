// Makes notebooks/data/cldr-words.tsv.br: names in English and Chinese from Unicode's CLDR 48.2 (npm `cldr-annotations-full`, `cldr-localenames-full`; Unicode-3.0).
//
//   node scripts/data/cldr-words.mjs
//
// Names of emoji and signs, languages, territories and scripts that have both a name in English and one in simplified Chinese. Variants
// (…-alt-short) are left out, and what is written without letters or without Chinese characters.
import { filesOf, table, write } from "./unpacked.mjs";

const annotations = filesOf("cldr-annotations-full@48.2.0", ["en", "zh"].map((language) => `annotations/${language}/annotations.json`)).map((text) => JSON.parse(text).annotations.annotations);
const spoken = annotations.map((names) => Object.fromEntries(Object.entries(names).flatMap(([key, { tts }]) => (tts?.[0] ? [[key, tts[0]]] : []))));

const kinds = ["languages", "territories", "scripts"];
const paths = kinds.flatMap((kind) => ["en", "zh"].map((language) => `main/${language}/${kind}.json`));
const names = filesOf("cldr-localenames-full@48.2.0", paths).map((text, i) => Object.values(JSON.parse(text).main)[0].localeDisplayNames[kinds[Math.floor(i / 2)]]);

const pairs = (kind, [english, chinese]) => Object.keys(english).filter((key) => !key.includes("-alt-")).map((key) => [kind, english[key], chinese[key]]);
const all = [
  ...pairs("sign", spoken),
  ...pairs("language", names.slice(0, 2)),
  ...pairs("territory", names.slice(2, 4)),
  ...pairs("script", names.slice(4, 6)),
];
const whole = all.filter(([, english, chinese]) => english && /\p{Script=Han}/u.test(chinese ?? "") && /\p{Script=Latin}/u.test(english));
const unique = [...new Map(whole.map((row) => [row.slice(1).join("\t"), row])).values()];
write("cldr-words.tsv.br", table(["kind", "en", "zh"], unique));
console.log(unique.length, "pairs:", ["sign", "language", "territory", "script"].map((kind) => `${kind} ${unique.filter((row) => row[0] === kind).length}`).join(", "));
