// Makes notebooks/data/amazon-reviews.tsv: 1,000 sentences of reviews, 500 of them positive, from npm `wink-sentiment` (the data is CC BY 4.0).
//
//   node scripts/data/amazon-reviews.mjs
//
// The same package gives the same file, byte for byte; the last line printed is the file's sha256, which notebooks/data/SOURCES.md records.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PACKAGE = "wink-sentiment@5.0.2";
const TARGET = new URL("../../notebooks/data/amazon-reviews.tsv", import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), "reviews-"));
execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", folder], { stdio: "inherit" });
const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
const lines = readFileSync(join(folder, "package", "test", "data", "amazon_cells_labelled.txt"), "utf8").trimEnd().split("\n");
const rows = lines.map((line) => line.split("\t").map((part) => part.trim()));
if (rows.some((row) => row.length !== 2 || !row[0] || !/^[01]$/.test(row[1]))) throw new Error("a line is no sentence with 0 or 1");
const text = ["sentence\tpositive", ...rows.map((row) => row.join("\t"))].join("\n") + "\n";
writeFileSync(TARGET, text);
rmSync(folder, { recursive: true });
console.log(createHash("sha256").update(text).digest("hex"));
