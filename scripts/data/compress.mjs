// Compresses a file of notebooks/data, adding `.br` to its name:  node scripts/data/compress.mjs lending-club.tsv
import { readFileSync, rmSync } from "node:fs";
import { write } from "./unpacked.mjs";

const name = process.argv[2];
const source = new URL(`../../notebooks/data/${name}`, import.meta.url);
write(`${name}.br`, readFileSync(source));
rmSync(source);
