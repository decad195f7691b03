// DuckDB (Raasveldt & Mühleisen 2019), where it is installed or npm brings it: 70 MB, so it is no dependency.
import { createRequire } from "node:module";
import { join } from "node:path";
import { t } from "../../display";
import { findPackage } from "../device/native-folder";
import { type FetchOptions, fetchPackage, type PublishedPackage } from "../fetch/package";
import { type Notice, notice } from "../fetch/notice";
import { duckdbBinaries, duckdbPlatform } from "./duckdb-binaries";

/** What is used of `@duckdb/node-api` (its own types are not installed with us). */
export interface DuckDB {
  DuckDBInstance: { create(path: string): Promise<Instance> };
  DuckDBTimestampValue: new (microseconds: bigint) => object;
  DOUBLE: object;
  LIST(of: object): object;
}
interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}
export interface Connection {
  run(sql: string): Promise<object>;
  runAndReadAll(sql: string): Promise<{ getRowObjectsJS(): Record<string, unknown>[] }>;
  createAppender(table: string): Promise<Appender>;
  interrupt(): void;
  closeSync(): void;
}
export interface Appender {
  appendNull(): void;
  appendBoolean(value: boolean): void;
  appendBigInt(value: bigint): void;
  appendDouble(value: number): void;
  appendVarchar(value: string): void;
  appendTimestamp(value: object): void;
  appendList(value: readonly number[], type: object): void;
  endRow(): void;
  closeSync(): void;
}

const NAME = "@duckdb/node-api";

function published(platform: string): PublishedPackage & Notice {
  return {
    title: { en: "DuckDB", zh: "DuckDB" },
    package: NAME,
    version: "1.5.6-r.1",
    folder: "",
    files: { "lib/index.js": "9d78710fc48494f42133452f3e76ad62634fe9ad50dc7d7bcc55e3bcffff95e3", ...duckdbBinaries(platform) },
    megabytes: 70,
    licence: "MIT",
    attribution: "© 2018–2026 Stichting DuckDB Foundation",
  };
}

/** A process loads its binary once, so it is looked for and checked once. */
let found: Promise<DuckDB> | undefined;

/** The notebook's own copy, or the cache's. @throws {InstallError} if it cannot be had; an Error where it has no binary, or none that loads. */
export function duckdb(options: FetchOptions): Promise<DuckDB> {
  found ??= find(options).catch((error: unknown) => {
    found = undefined; // the network may be back the next time
    throw error;
  });
  return found;
}

async function find(options: FetchOptions): Promise<DuckDB> {
  const own = findPackage(NAME);
  if (own) return loaded(own);
  const platform = duckdbPlatform();
  if (Object.keys(duckdbBinaries(platform)).length === 0) throw new Error(t({ en: `DuckDB has no binary for ${platform}: SQL cannot run here.`, zh: `DuckDB 没有 ${platform} 的版本：这里不能运行 SQL。` }));
  const wanted = published(platform);
  const module = loaded(await fetchPackage(wanted, options));
  if (!options.quiet) console.log(notice(wanted));
  return module;
}

function loaded(file: string): DuckDB {
  try {
    return createRequire(join(__dirname, "from.js"))(file);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
    throw new Error(t({ en: `DuckDB does not load on ${duckdbPlatform()}: ${reason}`, zh: `DuckDB 无法在 ${duckdbPlatform()} 上加载：${reason}` }));
  }
}
