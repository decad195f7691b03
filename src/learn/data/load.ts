// Reads a data set from its file, after its checksum.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { notice } from "../fetch/notice";
import { type DataName, type RowOf, sources } from "./sources";
import type { Source } from "./source";

// notebooks/data in a checkout, dist/data in the package
const folders = [join(__dirname, "../../../notebooks/data"), join(__dirname, "../../data")];

/** Where the data files lie; throws when the package came without them. */
export function dataFolder(): string {
  const found = folders.find((folder) => existsSync(folder));
  if (!found) throw new Error(`No data files: looked in ${folders.join(" and ")}. Reinstall cellwright.`);
  return found;
}

/** The rows of a source in `folder`. Throws when the file is missing, altered, or cannot be read as rows. */
export async function loadSource<Row>(source: Source<Row>, folder: string): Promise<Row[]> {
  const path = join(folder, source.file);
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new Error(`${path} is missing. Reinstall cellwright, or restore the file from version control.`);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== source.sha256) throw new Error(`${path} has been altered: its sha256 is ${sha256}, not ${source.sha256}. Restore it from version control.`);
  return source.parse(bytes.toString("utf8"));
}

/**
 * The rows of a data set by name; one line says what it is, how many rows it has, its licence and whose it is.
 * Throws on an unknown name (listing the known ones), and on a missing or altered file.
 */
export async function load<Name extends DataName>(name: Name, options?: { quiet?: boolean }): Promise<RowOf<Name>[]>;
export async function load(name: DataName, options: { quiet?: boolean } = {}): Promise<object[]> {
  if (!Object.hasOwn(sources, name)) throw new Error(`No data set is called "${name}". There are: ${Object.keys(sources).join(", ")}.`);
  const source: Source<object> = sources[name];
  const rows = await loadSource(source, dataFolder());
  if (!options.quiet) console.log(notice(source, rows.length));
  return rows;
}
