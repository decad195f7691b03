// Records a training of lesson 5's GPT in notebooks/data/practice-runs.json, by running the lesson's own cells.
//
//   CELLWRIGHT_DEVICE=wasm node scripts/golden/practice.mjs          the default training, on that device
//   CELLWRIGHT_SLOW=1      node scripts/golden/practice.mjs          and the long one
//
// Needs a build (dist/). A new row replaces the one of the same name, device and processor. The last line is the file's
// sha256, for src/learn/data/practice-runs.ts and notebooks/data/SOURCES.md.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);
const LESSON = new URL("notebooks/en/05-practice.ipynb", ROOT);
const RECORD = new URL("notebooks/data/practice-runs.json", ROOT);
const SCRIPT = new URL(".cellwright-practice.ts", ROOT); // in the root: `cellwright` resolves to the package itself
const RESULT = "practice-run:";

/** The cells up to the one that compares devices, and the slow one; shown values are dropped. */
function program() {
  const cells = JSON.parse(readFileSync(LESSON, "utf8")).cells.filter((cell) => cell.cell_type === "code");
  const last = cells.findIndex((cell) => cell.id === "throughput");
  const wanted = cells.filter((cell, index) => index <= last || cell.id === "this-run" || (process.env.CELLWRIGHT_SLOW === "1" && cell.id === "longer"));
  const source = wanted.map((cell) => [cell.source].flat().join("")).join("\n;\n");
  const imports = source.match(/^import .*$/gm) ?? [];
  const body = source.replace(/^import .*$/gm, "");
  const runs = process.env.CELLWRIGHT_SLOW === "1" ? "[thisRun, longRun]" : "[thisRun]";
  return `${imports.join("\n")}\nvoid (async () => {\n${body}\n;console.log("${RESULT}" + JSON.stringify(${runs}));\n})();\n`;
}

function train() {
  writeFileSync(SCRIPT, program());
  try {
    const { stdout, status } = spawnSync("npx", ["tsx", SCRIPT.pathname], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], cwd: ROOT });
    const line = stdout.split("\n").find((text) => text.startsWith(RESULT));
    if (status !== 0 || !line) throw new Error(`The lesson's cells failed:\n${stdout}`);
    return JSON.parse(line.slice(RESULT.length));
  } finally {
    rmSync(SCRIPT);
  }
}

const key = ({ name, device, processor }) => [name, device, processor].join("|");
const before = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : [];
const runs = train();
const fresh = new Set(runs.map(key));
const file = `${JSON.stringify([...before.filter((run) => !fresh.has(key(run))), ...runs], null, 1)}\n`;
writeFileSync(RECORD, file);
console.log(runs, createHash("sha256").update(file).digest("hex"));
