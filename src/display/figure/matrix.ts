// Plain numbers as figures take them: lists, and matrices nested or flat.

/** Numbers in a row: a list or a typed array. */
export type Values = ArrayLike<number>;

/** A matrix: a list of rows, or its numbers row after row with their shape (as `await tensor.data()` and `tensor.shape` give them). */
export type Matrix = ArrayLike<Values> | FlatMatrix;

/** A matrix's numbers and shape. */
export interface FlatMatrix {
  /** Row after row. */
  data: Values;
  /** [rows, columns]. */
  shape: readonly number[];
}

/** @throws {TypeError} naming `who` if rows differ in length or the shape does not fit. */
export function rowsOf(matrix: Matrix, who: string): number[][] {
  const rows = isFlat(matrix) ? cut(matrix, who) : Array.from(matrix, (row) => Array.from(row));
  const odd = rows.findIndex((row) => row.length !== rows[0]?.length);
  if (odd > 0) throw new TypeError(`${who}: row ${odd} has ${rows[odd]?.length} numbers, row 0 has ${rows[0]?.length}: give rows of one length.`);
  return rows;
}

/** Typed arrays have no `shape`; tensors do, and are told apart by their data being a method. */
export const isFlat = (matrix: object): matrix is FlatMatrix => "shape" in matrix && "data" in matrix && typeof matrix.data !== "function";

function cut({ data, shape }: FlatMatrix, who: string): number[][] {
  const [height = 0, width = 0] = shape;
  if (shape.length !== 2 || height * width !== data.length) throw new TypeError(`${who}: ${data.length} numbers do not make a matrix of shape [${shape.join(", ")}].`);
  const flat = Array.from(data);
  return Array.from({ length: height }, (_, row) => flat.slice(row * width, (row + 1) * width));
}

/** A list and what goes with it must be as long as each other. @throws {TypeError} if not. */
export function sameLength(who: string, what: string, found: number, expected: number): void {
  if (found !== expected) throw new TypeError(`${who}: ${what} has ${found} entries where ${expected} are needed.`);
}
