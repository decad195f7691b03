// What is said about a data set: where it is from, under which licence, and how it is read.
import type { Notice } from "../fetch/notice";
import type { PublishedPackage } from "../fetch/package";

interface Committed extends Notice {
  file: string; // in notebooks/data; `.br` is unpacked (brotli)
  sha256: string; // of that file, also written in notebooks/data/SOURCES.md
}

/** Rows in a text that comes with the library. */
export interface Source<Row> extends Committed {
  parse(text: string): Row[];
}

/** Anything else in a file that comes with the library. */
export interface BytesSource<Content extends Counted> extends Committed {
  decode(bytes: Uint8Array): Content;
}

/** What npm fetches into the cache: too large, or not ours to pass on. */
export interface PackageSource<Content extends Counted> extends Notice, PublishedPackage {
  read(folder: string): Promise<Content>;
}

export interface Counted {
  readonly length: number;
}

export type AnySource = Source<object> | BytesSource<Counted> | PackageSource<Counted>;

/** Rows of a comma-separated file of numbers, keyed by its header; throws where a cell is not a number. */
export function numericRows<Column extends string>(text: string, columns: readonly Column[]): Record<Column, number>[] {
  const lines = text.trimEnd().split("\n");
  if (lines[0] !== columns.join(",")) throw new Error(`the header is "${lines[0] ?? ""}", not "${columns.join(",")}"`);
  return lines.slice(1).map((line, index) => numericRow(line.split(","), columns, index + 2));
}

function numericRow<Column extends string>(cells: string[], columns: readonly Column[], line: number): Record<Column, number> {
  const row = {} as Record<Column, number>; // filled for every column below
  columns.forEach((column, index) => {
    const value = Number(cells[index] || NaN);
    if (Number.isNaN(value)) throw new Error(`line ${line}: ${column} is "${cells[index] ?? ""}", not a number`);
    row[column] = value;
  });
  return row;
}
