// Data frames (Arrow, Danfo, Arquero, Polars) as tables of their first thousand rows.
import { plainObject } from "../json";
import { table } from "../table";
import { DISPLAY, type Rendered } from "../types";
import { call, className, hasMethod, peek, read } from "./peek";

const ROWS = 1_000;

type Row = Record<string, unknown>;

export function frame(value: object): Rendered | undefined {
  const rows = records(value);
  if (!rows) return undefined;
  const shown = table(rows.slice(0, ROWS), { caption: rows.length > ROWS ? `${ROWS} / ${rows.length}` : undefined });
  return { data: shown[DISPLAY](), metadata: {} };
}

function records(value: object): Row[] | undefined {
  if (hasMethod(value, "toRecords")) return rowsOf(call(value, "toRecords")); // Polars
  if (hasMethod(value, "objects") && hasMethod(value, "columnNames")) return rowsOf(call(value, "objects")); // Arquero
  if (isArrow(value)) return rowsOf(call(value, "toArray"));
  return className(value).endsWith("DataFrame") ? danfo(value) : undefined;
}

const isArrow = (value: object): boolean => hasMethod(value, "toArray") && plainObject(peek(value, "schema")) && Array.isArray(read(Object(peek(value, "schema")), "fields"));

/** Danfo.js keeps columns' names and rows of values behind accessors of its own class. */
function danfo(value: object): Row[] | undefined {
  const [columns, values] = [read(value, "columns"), read(value, "values")];
  if (!Array.isArray(columns) || !Array.isArray(values)) return undefined;
  return values.map((row: unknown) => Object.fromEntries(columns.map((column: unknown, index) => [String(column), Array.isArray(row) ? row[index] : row])));
}

function rowsOf(value: unknown): Row[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.map((row: unknown) => (plainObject(row) ? ("toJSON" in row && typeof row.toJSON === "function" ? Object(row.toJSON()) : row) : {}));
}
