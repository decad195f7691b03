// SQL over rows, by DuckDB: `await data.sql("select job, avg(income) as income from credit group by job", { credit })`.
import type { FetchOptions } from "../fetch/package";
import { sessionSignal } from "../session";
import { type Connection, duckdb } from "./duckdb";
import { createTable } from "./sql-table";

export type SqlValue = number | bigint | string | boolean | Date | null | SqlValue[] | { [key: string]: SqlValue };

interface Kinds {
  number: number;
  text: string;
  boolean: boolean;
  date: Date;
}
/** What a column must hold; with "?", `null` too. */
export type SqlKind = keyof Kinds | `${keyof Kinds}?`;
type Held<Kind extends SqlKind> = Kind extends keyof Kinds ? Kinds[Kind] : Kind extends `${infer Name extends keyof Kinds}?` ? Kinds[Name] | null : never;

export interface SqlOptions<Columns extends Record<string, SqlKind>> extends FetchOptions {
  /** Makes the result typed, and checks it: `{ job: "text", income: "number?" }`. */
  columns?: Columns;
}

const INTERRUPT_MS = 50;

const HOLDS: Readonly<Record<string, (value: SqlValue) => boolean>> = {
  number: (value) => typeof value === "number",
  text: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  date: (value) => value instanceof Date,
};

/**
 * The rows that a query gives, in DuckDB's SQL, over `tables` (by the names that the query uses). Whole numbers come as numbers where those are
 * exact, else as bigint. DuckDB is fetched by npm once (70 MB) unless the notebook's project has it; interrupting the cell stops the query.
 * @throws {InstallError} if DuckDB cannot be had, with what to do; an Error on a faulty query, on rows that are no table, and on a result that is not as `columns` says.
 */
export async function sql(query: string, tables?: Record<string, readonly object[]>, options?: FetchOptions): Promise<Record<string, SqlValue>[]>;
export async function sql<const Columns extends Record<string, SqlKind>>(query: string, tables: Record<string, readonly object[]>, options: SqlOptions<Columns> & { columns: Columns }): Promise<{ [Name in keyof Columns]: Held<Columns[Name]> }[]>;
export async function sql(query: string, tables: Record<string, readonly object[]> = {}, { columns, ...options }: SqlOptions<Record<string, SqlKind>> = {}): Promise<Record<string, SqlValue>[]> {
  const module = await duckdb(options);
  const instance = await module.DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    for (const [name, rows] of Object.entries(tables)) await createTable(name, rows, connection, module);
    const rows = (await answered(query, connection, options.signal ?? sessionSignal())).map(simplifiedRow);
    if (columns) rows.forEach((row) => checkRow(row, columns));
    return rows;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function answered(query: string, connection: Connection, signal: AbortSignal | undefined): Promise<Record<string, unknown>[]> {
  signal?.throwIfAborted();
  let again: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again = setInterval(() => connection.interrupt(), INTERRUPT_MS); // DuckDB forgets one that comes before the query has begun
  };
  signal?.addEventListener("abort", interrupt);
  try {
    return (await connection.runAndReadAll(query)).getRowObjectsJS();
  } catch (error) {
    signal?.throwIfAborted();
    throw new Error(`DuckDB refuses the query: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    signal?.removeEventListener("abort", interrupt);
    clearInterval(again);
  }
}

/** Counts and sums come as bigint, which plots and models do not take. */
function simplified(value: unknown): SqlValue {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.map(simplified);
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean" || value instanceof Date) return value;
  if (typeof value === "object") return simplifiedRow(value);
  return String(value);
}

const simplifiedRow = (row: object): Record<string, SqlValue> => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, simplified(value)]));

function checkRow(row: Record<string, SqlValue>, columns: Record<string, SqlKind>): void {
  for (const [name, kind] of Object.entries(columns)) {
    const value = row[name];
    if (value === undefined) throw new Error(`The query gives no column "${name}": it gives ${Object.keys(row).join(", ")}.`);
    const [, wanted = "", optional] = /^(\w+)(\?)?$/.exec(kind) ?? [];
    if (!(value === null ? optional : HOLDS[wanted]?.(value))) throw new Error(`The column "${name}" holds ${String(value)}, not ${kind}.`);
  }
}
