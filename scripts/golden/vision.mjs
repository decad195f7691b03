// Records in notebooks/data/vision-run.json what the published models see in the library's photographs, and a training on MNIST, by
// running lesson 6's own cells (06-applications-vision). Fetches the models (240 MB) and MNIST where they are not in the cache.
//
//   CELLWRIGHT_DEVICE=node node scripts/golden/vision.mjs
//
// Needs a build (dist/). The last line is the file's sha256, for src/learn/data/vision-run.ts and notebooks/data/SOURCES.md.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { codeCells, program, resultOf, ROOT } from "./lesson.mjs";

const RECORD = new URL("notebooks/data/vision-run.json", ROOT);
const CELLS = ["setup", "correlate", "share-right", "record", "covered-cats", "classify", "detect", "faces", "mnist", "mnist-run"];

/** The lesson's cells that look at photographs and train on MNIST; there is no record yet to fall back upon. */
function look() {
  const text = program(codeCells("06-applications-vision").filter(({ id }) => CELLS.includes(id)), "{ named, found, faced, mnist: mnistDone }");
  return resultOf(text.replace(/^const \[record\] = .*$/m, "const record = {};"), { CELLWRIGHT_SLOW: "1" });
}

const date = new Date().toISOString().slice(0, 10);
const rounded = (_, value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);
const file = `${JSON.stringify({ date, processor: cpus()[0]?.model ?? "", ...look() }, rounded)}\n`;
writeFileSync(RECORD, file);
console.log(file.length, createHash("sha256").update(file).digest("hex"));
