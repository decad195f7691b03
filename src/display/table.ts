// Tables that sort and page where scripts run, and are plain tables elsewhere.
import { escapeHtml } from "./escape";
import { displayable } from "./hook";
import { inspectText } from "./inspect";
import { pager } from "./table-script";
import type { Displayable } from "./types";

/** One row: values by column. */
export type Row = Readonly<Record<string, unknown>> | object;

/** Which columns, how many digits, how many rows at once. */
export interface TableOptions {
  /** Which columns, in which order; all by default. */
  columns?: string[];
  /** Stands above the table. */
  caption?: string;
  /** Significant digits of numbers that are not whole; 4 by default. */
  digits?: number;
  /** Rows on a page; 20 by default. */
  page?: number;
}

interface Grid {
  columns: string[];
  rows: unknown[][];
  caption: string | undefined;
  digits: number;
  page: number;
}

/** Shows rows (`[{ a: 1, b: 2 }, …]`) or columns (`{ a: [1, …], b: [2, …] }`) as a table. */
export function table(rows: readonly Row[] | Record<string, ArrayLike<unknown>>, options: TableOptions = {}): Displayable {
  const grid = gridOf(isRows(rows) ? rows : transposed(rows), isRows(rows) ? options : { ...options, columns: options.columns ?? Object.keys(rows) });
  return displayable({ "text/html": asHtml(grid), "text/markdown": asMarkdown(grid), "text/plain": asText(grid) });
}

const isRows = (rows: readonly Row[] | Record<string, ArrayLike<unknown>>): rows is readonly Row[] => Array.isArray(rows);

function transposed(columns: Record<string, ArrayLike<unknown>>): Row[] {
  const length = Math.max(0, ...Object.values(columns).map((column) => column.length));
  return Array.from({ length }, (_, index) => Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column[index]])));
}

function gridOf(rows: readonly Row[], { columns, caption, digits = 4, page = 20 }: TableOptions): Grid {
  const names = columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return { columns: names, rows: rows.map((row) => names.map((name): unknown => Reflect.get(row, name))), caption, digits, page };
}

function cell(value: unknown, digits: number): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "number") return Number.isInteger(value) || !Number.isFinite(value) ? String(value) : String(Number(value.toPrecision(digits)));
  return typeof value === "object" || typeof value === "function" ? inspectText(value) : String(value);
}

/** A column of numbers is set flush right. */
const isNumeric = (grid: Grid, column: number): boolean => grid.rows.length > 0 && grid.rows.every((row) => ["number", "bigint", "undefined"].includes(typeof row[column]));

function asHtml(grid: Grid): string {
  const align = grid.columns.map((_, column) => (isNumeric(grid, column) ? ' style="text-align:right"' : ' style="text-align:left"'));
  const head = grid.columns.map((name, column) => `<th scope="col"${align[column]}>${escapeHtml(name)}</th>`).join("");
  const body = grid.rows.map((row) => `<tr>${row.map((value, column) => `<td${align[column]}>${escapeHtml(cell(value, grid.digits))}</td>`).join("")}</tr>`);
  const caption = grid.caption ? `<caption>${escapeHtml(grid.caption)}</caption>` : "";
  return `<div class="cellwright-table"><table>${caption}<thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table>${pager(grid.page)}</div>`;
}

function asMarkdown(grid: Grid): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((text) => text.replace(/\|/g, "\\|").replace(/\n/g, " ")).join(" | ")} |`;
  const rule = line(grid.columns.map((_, column) => (isNumeric(grid, column) ? "---:" : "---")));
  const caption = grid.caption ? [`**${grid.caption}**`, ""] : [];
  return [...caption, line(grid.columns), rule, ...grid.rows.map((row) => line(row.map((value) => cell(value, grid.digits))))].join("\n");
}

const TEXT_ROWS = 60;

function asText(grid: Grid): string {
  const cells = [grid.columns, ...grid.rows.slice(0, TEXT_ROWS).map((row) => row.map((value) => cell(value, grid.digits).replace(/\n/g, " ")))];
  const widths = grid.columns.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ""))));
  const padded = (row: readonly string[]): string => row.map((text, column) => pad(text, widths[column] ?? 0, isNumeric(grid, column))).join("  ").trimEnd();
  const more = grid.rows.length - TEXT_ROWS;
  const [head = [], ...rest] = cells;
  const rule = widths.map((size) => "─".repeat(size)).join("  ");
  return [...(grid.caption ? [grid.caption] : []), padded(head), rule, ...rest.map(padded), ...(more > 0 ? [`… ${more} more rows`] : [])].join("\n");
}

const pad = (text: string, size: number, right: boolean): string => (right ? " ".repeat(size - width(text)) + text : text + " ".repeat(size - width(text)));

/** Chinese, Japanese and Korean characters take two columns of a terminal. */
const width = (text: string): number => [...text].reduce((sum, character) => sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1), 0);
