// Writes notebooks/README.md, README.zh-CN.md, GLOSSARY.md and a figure a lesson, from the lessons and from their last whole run (`npm start -- --no-cache`).
// Usage: node scripts/lesson-index.mjs [--executed DIR]
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus } from "node:os";
import { join } from "node:path";
import { root } from "./setup.mjs";

const require = createRequire(import.meta.url);
const { cardOf, readNotebook } = require(join(root, "dist", "runner", "index.js"));
const { glossaryText, indexText } = require(join(root, "dist", "lesson", "index-text.js"));

const given = process.argv.indexOf("--executed");
const executed = given === -1 ? join(root, "executed") : process.argv[given + 1];
const notebooks = join(root, "notebooks");
const recordFile = join(root, "bench", "results", "lessons.json");

const names = readdirSync(join(notebooks, "en")).filter((file) => file.endsWith(".ipynb")).map((file) => file.replace(".ipynb", "")).sort();
const lessons = Object.fromEntries(["en", "zh"].map((language) => [language, new Map(names.map((name) => [name, readNotebook(join(notebooks, language, `${name}.ipynb`))]))]));

const record = recordOf(join(executed, ".cellwright-cache.json"));
writeFileSync(recordFile, `${JSON.stringify(record, null, 2)}\n`);
for (const language of ["en", "zh"]) {
  const options = { language, lessons: lessons[language], recorded: new Map(Object.entries(record[language])), record: { date: record.date, machine: record.machine }, figures: figuresOf(language) };
  writeFileSync(join(notebooks, language === "en" ? "README.md" : "README.zh-CN.md"), indexText(options));
}
writeFileSync(join(notebooks, "GLOSSARY.md"), glossaryText(lessons.en));
console.log(`notebooks/README.md, README.zh-CN.md and GLOSSARY.md: ${names.length} lessons`);

/** Each notebook's seconds and device, from the results that the runner keeps. */
function recordOf(cacheFile) {
  const results = Object.values(JSON.parse(readFileSync(cacheFile, "utf8"))).map(({ result }) => result);
  const of = (language) => Object.fromEntries(names.flatMap((name) => {
    const result = results.find(({ path }) => path.endsWith(join(language, `${name}.ipynb`)));
    return result ? [[name, { seconds: Number(result.seconds.toFixed(1)), device: result.device ?? "" }]] : [];
  }));
  return { date: new Date().toISOString().slice(0, 10), machine: `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}`, en: of("en"), zh: of("zh") };
}

/** A still picture of each executed lesson, written beside the notebooks. */
function figuresOf(language) {
  mkdirSync(join(notebooks, "figures", language), { recursive: true });
  return new Map(names.flatMap((name) => {
    const { figure } = cardOf(readNotebook(join(executed, language, `${name}.ipynb`)));
    if (!figure) return [];
    const file = `figures/${language}/${name}.svg`;
    writeFileSync(join(notebooks, file), figure.svg);
    return [[name, { file, alt: figure.alt }]];
  }));
}
