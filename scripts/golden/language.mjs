// Records what lesson 06, language, gets from fetched models in notebooks/data/language-runs.json, by running the lesson's own cells.
//
//   CELLWRIGHT_DEVICE=node CELLWRIGHT_SLOW=1 node scripts/golden/language.mjs     some minutes: it fine-tunes an encoder on each of five folds
//
// Needs a build (dist/) and npm's registry or a filled cache. The last line is the file's sha256, for src/learn/data/language-runs.ts and notebooks/data/SOURCES.md.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { codeCells, program, resultOf, ROOT } from "./lesson.mjs";

const RECORD = new URL("notebooks/data/language-runs.json", ROOT);

/** All cells but the last, which looks for leaks. */
const wanted = () => codeCells("06-applications-language").filter(({ id }) => id !== "leak-check");

const rounded = (value, digits) => (typeof value === "number" ? Number(value.toFixed(digits)) : value.map((each) => rounded(each, digits)));
const measured = resultOf(program(wanted(), "thisRun"));
const record = { ...measured, frozen: rounded(measured.frozen, 5), tuned: rounded(measured.tuned, 5), scores: rounded(measured.scores, 5) };
const file = `${JSON.stringify(record).replaceAll(',"', ',\n"')}\n`;
writeFileSync(RECORD, file);
console.log(record.date, record.device, record.processor, record.seconds, createHash("sha256").update(file).digest("hex"));
