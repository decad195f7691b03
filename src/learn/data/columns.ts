// Rows of a tab-separated text, each column read as what it holds.

/** Reads a cell. Throws an error that says what it is not. */
type Reader<Value> = (cell: string) => Value;
type Row<Columns extends Record<string, Reader<unknown>>> = { [Name in keyof Columns]: ReturnType<Columns[Name]> };

export const number: Reader<number> = (cell) => {
  const value = Number(cell || NaN);
  if (Number.isNaN(value)) throw new Error("not a number");
  return value;
};

export const text: Reader<string> = (cell) => {
  if (cell === "") throw new Error("not a text");
  return cell;
};

export function oneOf<const Choice extends string>(...choices: Choice[]): Reader<Choice> {
  return (cell) => {
    const found = choices.find((choice) => choice === cell);
    if (found === undefined) throw new Error(`not one of ${choices.join(", ")}`);
    return found;
  };
}

/** `yes` or `no`. */
export const yesNo: Reader<boolean> = (cell) => oneOf("yes", "no")(cell) === "yes";

/** An empty cell is `undefined`. */
export function orMissing<Value>(read: Reader<Value>): Reader<Value | undefined> {
  return (cell) => (cell === "" ? undefined : read(cell));
}

/** @throws if the header is not the columns' names, or a cell not what its column holds, with its line. */
export function rowsOf<Columns extends Record<string, Reader<unknown>>>(source: string, columns: Columns): Row<Columns>[] {
  const [header, ...lines] = source.trimEnd().split("\n");
  const expected = Object.keys(columns);
  if (header !== expected.join("\t")) throw new Error(`the header is "${header ?? ""}", not "${expected.join("\t")}"`);
  return lines.map((line, index) => rowOf(line.split("\t"), columns, index + 2));
}

function rowOf<Columns extends Record<string, Reader<unknown>>>(cells: string[], columns: Columns, line: number): Row<Columns> {
  const entries = Object.entries(columns).map(([name, read], index) => {
    const cell = cells[index] ?? "";
    try {
      return [name, read(cell)];
    } catch (error) {
      throw new Error(`line ${line}: ${name} is "${cell}", ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return Object.fromEntries(entries) as Row<Columns>; // one entry a column
}
