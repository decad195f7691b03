// Rows as a DuckDB table: a column's type is that of its values.
import type { Appender, Connection, DuckDB } from "./duckdb";

interface ColumnType {
  sql: string;
  holds(value: unknown): boolean;
  append(to: Appender, value: unknown, duckdb: DuckDB): void;
}

/** The first that holds all of a column's values is taken. */
const TYPES: readonly ColumnType[] = [
  type("BOOLEAN", (value) => typeof value === "boolean", (to, value) => to.appendBoolean(value)),
  type("BIGINT", (value): value is number => Number.isSafeInteger(value), (to, value) => to.appendBigInt(BigInt(value))),
  type("DOUBLE", (value) => typeof value === "number", (to, value) => to.appendDouble(value)),
  type("VARCHAR", (value) => typeof value === "string", (to, value) => to.appendVarchar(value)),
  type("TIMESTAMP", (value) => value instanceof Date, (to, value, { DuckDBTimestampValue }) => to.appendTimestamp(new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n))),
  type("DOUBLE[]", (value): value is number[] => Array.isArray(value) && value.every((each) => typeof each === "number"), (to, value, { LIST, DOUBLE }) => to.appendList(value, LIST(DOUBLE))),
];

function type<Value>(sql: string, holds: (value: unknown) => value is Value, append: (to: Appender, value: Value, duckdb: DuckDB) => void): ColumnType {
  return {
    sql,
    holds,
    append: (to, value, duckdb) => (holds(value) ? append(to, value, duckdb) : to.appendNull()), // what is missing; columnsOf has seen the rest
  };
}

/** @throws if there are no rows, or a column holds what SQL has no type for, or values of several kinds. */
export async function createTable(name: string, rows: readonly object[], connection: Connection, duckdb: DuckDB): Promise<void> {
  const columns = columnsOf(name, rows);
  await connection.run(`create table ${quoted(name)} (${columns.map(({ key, type }) => `${quoted(key)} ${type.sql}`).join(", ")})`);
  const appender = await connection.createAppender(name);
  for (const row of rows) {
    for (const { key, type } of columns) type.append(appender, Reflect.get(row, key), duckdb);
    appender.endRow();
  }
  appender.closeSync();
}

function columnsOf(name: string, rows: readonly object[]): { key: string; type: ColumnType }[] {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (keys.length === 0) throw new Error(`The table "${name}" has no rows, so no columns: give it at least one.`);
  return keys.map((key) => {
    const values = rows.map((row): unknown => Reflect.get(row, key)).filter((value) => value !== undefined && value !== null);
    const found = TYPES.find(({ holds }) => values.every(holds));
    if (!found) throw new Error(`${name}.${key} cannot be a column of SQL: its values must all be numbers, texts, booleans, dates or lists of numbers. Leave it out or convert it.`);
    return { key, type: found };
  });
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
