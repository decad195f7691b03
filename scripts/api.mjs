// Writes the API reference, from the docstrings in dist/**/*.d.ts, into the site: `node scripts/api.mjs [executed/site]`.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @returns {string} the reference's first page. */
export function writeApi(site = join(root, "executed", "site")) {
  const { writeReference } = createRequire(import.meta.url)(join(root, "dist", "runner", "api"));
  return writeReference(root, site);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(`API reference: ${writeApi(process.argv[2])}`);
