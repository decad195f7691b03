// What is said about a data set: where it is from, under which licence, which file holds it, how a row is read.
export interface Source<Row> {
  title: { en: string; zh: string };
  file: string; // in notebooks/data
  sha256: string; // of that file, also written in notebooks/data/SOURCES.md
  licence: string; // SPDX name
  attribution: string;
  parse(text: string): Row[];
}

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
