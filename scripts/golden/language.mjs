// Records what lesson 06, language, gets from fetched models in notebooks/data/language-runs.json, by running the lesson's own cells.
//
//   CELLWRIGHT_DEVICE=node CELLWRIGHT_SLOW=1 node scripts/golden/language.mjs     some minutes: it fine-tunes an encoder on each of five folds
//
// Needs a build (dist/) and npm's registry or a filled cache. The last line is the file's sha256, for src/learn/data/language-runs.ts and notebooks/data/SOURCES.md.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);
const LESSON = new URL("notebooks/en/06-applications-language.ipynb", ROOT);
const RECORD = new URL("notebooks/data/language-runs.json", ROOT);
const SCRIPT = new URL(".cellwright-language.ts", ROOT); // in the root: `cellwright` resolves to the package itself
const RESULT = "language-run:";

/** All cells but the last, which looks for leaks; shown values are dropped. */
function program() {
  const cells = JSON.parse(readFileSync(LESSON, "utf8")).cells.filter((cell) => cell.cell_type === "code" && cell.id !== "leak-check");
  const source = cells.map((cell) => [cell.source].flat().join("")).join("\n;\n");
  const imports = source.match(/^import .*$/gm) ?? [];
  return `${imports.join("\n")}\nvoid (async () => {\n${source.replace(/^import .*$/gm, "")}\n;console.log("${RESULT}" + JSON.stringify(thisRun));\n})();\n`;
}

function run() {
  writeFileSync(SCRIPT, program());
  try {
    const { stdout, status } = spawnSync("npx", ["tsx", SCRIPT.pathname], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], cwd: ROOT, maxBuffer: 64e6 });
    const line = stdout.split("\n").find((text) => text.startsWith(RESULT));
    if (status !== 0 || !line) throw new Error(`The lesson's cells failed:\n${stdout}`);
    return JSON.parse(line.slice(RESULT.length));
  } finally {
    rmSync(SCRIPT);
  }
}

const rounded = (value, digits) => (typeof value === "number" ? Number(value.toFixed(digits)) : value.map((each) => rounded(each, digits)));
const measured = run();
const record = { ...measured, frozen: rounded(measured.frozen, 5), tuned: rounded(measured.tuned, 5), scores: rounded(measured.scores, 5) };
const file = `${JSON.stringify(record).replaceAll(',"', ',\n"')}\n`;
writeFileSync(RECORD, file);
console.log(record.date, record.device, record.processor, record.seconds, createHash("sha256").update(file).digest("hex"));
