// Records a training of lesson 5's GPT in notebooks/data/practice-runs.json, by running the lesson's own cells.
//
//   CELLWRIGHT_DEVICE=wasm node scripts/golden/practice.mjs          the default training, on that device
//   CELLWRIGHT_SLOW=1      node scripts/golden/practice.mjs          and the long one
//
// Needs a build (dist/). A new row replaces the one of the same name, device and processor. The last line is the file's
// sha256, for src/learn/data/practice-runs.ts and notebooks/data/SOURCES.md.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { codeCells, program, resultOf, ROOT } from "./lesson.mjs";

const RECORD = new URL("notebooks/data/practice-runs.json", ROOT);
const slow = process.env.CELLWRIGHT_SLOW === "1";

/** The cells up to the one that compares devices, and the slow one. */
function wanted() {
  const cells = codeCells("05-practice");
  const last = cells.findIndex((cell) => cell.id === "throughput");
  return cells.filter((cell, index) => index <= last || cell.id === "this-run" || (slow && cell.id === "longer"));
}

const key = ({ name, device, processor }) => [name, device, processor].join("|");
const before = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : [];
const runs = resultOf(program(wanted(), slow ? "[thisRun, longRun]" : "[thisRun]"));
const fresh = new Set(runs.map(key));
const file = `${JSON.stringify([...before.filter((run) => !fresh.has(key(run))), ...runs], null, 1)}\n`;
writeFileSync(RECORD, file);
console.log(runs, createHash("sha256").update(file).digest("hex"));
