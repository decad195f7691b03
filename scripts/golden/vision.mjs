// Records in notebooks/data/vision-run.json what the published models see in the library's photographs, and a training on MNIST, by
// running lesson 6's own cells (06-applications-vision). Fetches the models (240 MB) and MNIST where they are not in the cache.
//
//   CELLWRIGHT_DEVICE=node node scripts/golden/vision.mjs
//
// Needs a build (dist/). The last line is the file's sha256, for src/learn/data/vision-run.ts and notebooks/data/SOURCES.md.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";

const ROOT = new URL("../../", import.meta.url);
const LESSON = new URL("notebooks/en/06-applications-vision.ipynb", ROOT);
const RECORD = new URL("notebooks/data/vision-run.json", ROOT);
const SCRIPT = new URL(".cellwright-vision.ts", ROOT); // in the root: `cellwright` resolves to the package itself
const RESULT = "vision-run:";
const CELLS = ["setup", "correlate", "share-right", "record", "covered-cats", "classify", "detect", "faces", "mnist", "mnist-run"];

/** The lesson's cells that look at photographs and train on MNIST; there is no record yet to fall back upon. */
function program() {
  const cells = JSON.parse(readFileSync(LESSON, "utf8")).cells.filter(({ id }) => CELLS.includes(id));
  const source = cells.map((cell) => [cell.source].flat().join("")).join("\n;\n");
  const imports = source.match(/^import .*$/gm) ?? [];
  const body = source.replace(/^import .*$/gm, "").replace(/^const \[record\] = .*$/m, "const record = {};");
  return `${imports.join("\n")}\nvoid (async () => {\n${body}\n;console.log("${RESULT}" + JSON.stringify({ named, found, faced, mnist: mnistDone }));\n})();\n`;
}

function look() {
  writeFileSync(SCRIPT, program());
  try {
    const env = { ...process.env, CELLWRIGHT_SLOW: "1" };
    const { stdout, status } = spawnSync("npx", ["tsx", SCRIPT.pathname], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], cwd: ROOT, env, maxBuffer: 2 ** 26 });
    const line = stdout.split("\n").find((text) => text.startsWith(RESULT));
    if (status !== 0 || !line) throw new Error(`The lesson's cells failed:\n${stdout}`);
    return JSON.parse(line.slice(RESULT.length));
  } finally {
    rmSync(SCRIPT);
  }
}

const date = new Date().toISOString().slice(0, 10);
const rounded = (_, value) => (typeof value === "number" ? Number(value.toPrecision(6)) : value);
const file = `${JSON.stringify({ date, processor: cpus()[0]?.model ?? "", ...look() }, rounded)}\n`;
writeFileSync(RECORD, file);
console.log(file.length, createHash("sha256").update(file).digest("hex"));
