// Makes notebooks/data/tang-poems.tsv: regulated Tang verse in simplified characters, from npm `chinese-poetry` (MIT).
//
//   node scripts/data/tang-poems.mjs
//
// The package (350 MB unpacked) is fetched into a temporary folder and removed again. The same package gives the same
// file, byte for byte; the last line printed is the file's sha256, which notebooks/data/SOURCES.md records.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as OpenCC from "opencc-js";

const PACKAGE = "chinese-poetry@2.0.1";
const COMMON = 2200; // a poem is kept when all its characters are among so many most frequent ones
const TARGET = new URL("../../notebooks/data/", import.meta.url).pathname;
const FORMS = { "4x5": "五绝", "8x5": "五律", "4x7": "七绝" }; // lines x characters a line
const VERSE = /^[\p{Script=Han}，。！？；：、]+$/u; // no gaps (□), notes or variant readings
const STOPS = /[，。！？；：、]/u;

const simplify = OpenCC.Converter({ from: "t", to: "cn" });

function fetchPackage(folder) {
  execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", folder], { stdio: "inherit" });
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
  return join(folder, "package");
}

function readTang(source) {
  const folder = join(source, "dist", "quantangshi");
  const first = (name) => Number(name.split(".")[2]); // poet.tang.12000.json: its first poem's number
  const names = readdirSync(folder).filter((name) => /^poet\.tang\.\d+\.json$/.test(name));
  return names.sort((a, b) => first(a) - first(b)).flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/** One row, or undefined when the poem is in none of the three forms. */
function toRow({ author, title, paragraphs }) {
  const text = simplify(paragraphs.join(""));
  const lines = text.split(STOPS).filter(Boolean);
  const widths = new Set(lines.map((line) => [...line].length));
  const form = FORMS[`${lines.length}x${[...widths].join("/")}`];
  if (!form || !VERSE.test(text) || [...text].length !== lines.length * ([...widths][0] + 1)) return undefined;
  return { form, author: simplify(author), title: simplify(title), text };
}

function unique(rows) {
  return [...new Map(rows.map((row) => [row.text, row])).values()];
}

function withCommonCharacters(rows) {
  const counts = new Map();
  for (const { text } of rows) for (const c of text) counts.set(c, (counts.get(c) ?? 0) + 1);
  const ranked = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const common = new Set(ranked.slice(0, COMMON).map(([c]) => c));
  return rows.filter(({ text }) => [...text].every((c) => common.has(c)));
}

const folder = mkdtempSync(join(tmpdir(), "tang-poems-"));
try {
  const source = fetchPackage(folder);
  const poems = unique(readTang(source).map(toRow).filter(Boolean));
  const rows = withCommonCharacters(poems);
  const cell = (text) => text.replace(/[\t\r\n]+/g, " ").trim();
  const lines = rows.map((row) => [row.form, row.author, row.title, row.text].map(cell).join("\t"));
  const file = `${["form\tauthor\ttitle\ttext", ...lines].join("\n")}\n`;
  writeFileSync(join(TARGET, "tang-poems.tsv"), file);
  copyFileSync(join(source, "LICENSE"), join(TARGET, "tang-poems.LICENSE"));
  const count = (form) => rows.filter((row) => row.form === form).length;
  console.log(`${rows.length} poems of ${poems.length}: ${Object.values(FORMS).map((form) => `${form} ${count(form)}`).join(", ")}`);
  console.log(createHash("sha256").update(file).digest("hex"), Buffer.byteLength(file), "bytes");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
