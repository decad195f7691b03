// Products of matrices. Factors are read through strides, in bytes, so that a transposed factor, or one head of many, costs no copy.
import { at, madd } from "./vector";

/** How much of A and B is in the processor's caches at a time, in rows and columns. */
const DEPTH: i32 = 256;
const WIDTH: i32 = 512;
const HEIGHT: i32 = 64;

/** Products of fewer rows read B where it lies: packing it would cost more than they do. */
const WORTH_PACKING: i32 = 8;

/** Bytes that `gemm` needs for itself. */
export function scratchBytes(): usize {
  return <usize>(DEPTH * WIDTH) << 2;
}

/** C [m, n] = A [m, k] · B [k, n], or with `accumulate` C + A · B; C's rows are contiguous. */
export function gemm(
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, c: usize, cRow: usize,
  m: i32, n: i32, k: i32, accumulate: bool, scratch: usize,
): void {
  for (let left = 0; left < n; left += WIDTH) {
    for (let start = 0; start < k; start += DEPTH) {
      const from = b + <usize>start * bRow + <usize>left * bColumn;
      block(a + <usize>start * aColumn, aRow, aColumn, from, bRow, bColumn, at(c, left), cRow, m, min(WIDTH, n - left), min(DEPTH, k - start), accumulate || start > 0, scratch);
    }
  }
}

function block(
  a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bColumn: usize, c: usize, cRow: usize,
  m: i32, n: i32, k: i32, add: bool, scratch: usize,
): void {
  const inPlace = m < WORTH_PACKING && bColumn == 4;
  const whole = inPlace ? n & ~7 : 0; // columns read where they lie
  pack(b + <usize>whole * bColumn, bRow, bColumn, k, n - whole, scratch);
  for (let top = 0; top < m; top += HEIGHT) {
    const bottom = min(m, top + HEIGHT);
    for (let column = 0; column < n; column += 8) {
      const packed = column >= whole;
      const panel = packed ? at(scratch, (column - whole) * k) : at(b, column);
      strip(a + <usize>top * aRow, aRow, aColumn, panel, packed ? 32 : bRow, at(c + <usize>top * cRow, column), cRow, bottom - top, min(8, n - column), k, add);
    }
  }
}

/** Panels of 8 columns, each [k, 8], the last filled with zeros. */
function pack(b: usize, bRow: usize, bColumn: usize, k: i32, n: i32, to: usize): void {
  for (let column = 0; column < n; column += 8) {
    const from = b + <usize>column * bColumn;
    if (column + 8 > n) packEdge(from, bRow, bColumn, k, n - column, to);
    else if (bColumn == 4) packRows(from, bRow, k, to);
    else packColumns(from, bRow, bColumn, k, to);
    to += <usize>k << 5;
  }
}

function packRows(from: usize, bRow: usize, k: i32, to: usize): void {
  for (let i = 0; i < k; i++) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += bRow;
    to += 32;
  }
}

function packColumns(from: usize, bRow: usize, bColumn: usize, k: i32, to: usize): void {
  for (let j = 0; j < 8; j++) {
    let source = from + <usize>j * bColumn;
    let target = at(to, j);
    for (let i = 0; i < k; i++) {
      store<f32>(target, load<f32>(source));
      source += bRow;
      target += 32;
    }
  }
}

function packEdge(from: usize, bRow: usize, bColumn: usize, k: i32, width: i32, to: usize): void {
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < 8; j++) store<f32>(at(to, j), j < width ? load<f32>(from + <usize>j * bColumn) : 0);
    from += bRow;
    to += 32;
  }
}

/** Eight columns of C, or the first `width` of them, over `m` rows. */
function strip(a: usize, aRow: usize, aColumn: usize, panel: usize, panelRow: usize, c: usize, cRow: usize, m: i32, width: i32, k: i32, add: bool): void {
  let row = 0;
  for (; row + 4 <= m; row += 4) fourRows(a + <usize>row * aRow, aRow, aColumn, panel, panelRow, c + <usize>row * cRow, cRow, width, k, add);
  for (; row < m; row++) oneRow(a + <usize>row * aRow, aColumn, panel, panelRow, c + <usize>row * cRow, width, k, add);
}

/** The innermost loop: 4 × 8 sums in eight registers, as many as the processor has under way at once. */
function fourRows(a: usize, aRow: usize, aColumn: usize, panel: usize, panelRow: usize, c: usize, cRow: usize, width: i32, k: i32, add: bool): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  let a0 = a, a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow;
  for (let i = 0; i < k; i++) {
    const b0 = v128.load(panel), b1 = v128.load(panel, 16);
    let x = v128.load32_splat(a0);
    c00 = madd(x, b0, c00);
    c01 = madd(x, b1, c01);
    x = v128.load32_splat(a1);
    c10 = madd(x, b0, c10);
    c11 = madd(x, b1, c11);
    x = v128.load32_splat(a2);
    c20 = madd(x, b0, c20);
    c21 = madd(x, b1, c21);
    x = v128.load32_splat(a3);
    c30 = madd(x, b0, c30);
    c31 = madd(x, b1, c31);
    a0 += aColumn;
    a1 += aColumn;
    a2 += aColumn;
    a3 += aColumn;
    panel += panelRow;
  }
  put(c, c00, c01, width, add);
  put(c + cRow, c10, c11, width, add);
  put(c + 2 * cRow, c20, c21, width, add);
  put(c + 3 * cRow, c30, c31, width, add);
}

function oneRow(a: usize, aColumn: usize, panel: usize, panelRow: usize, c: usize, width: i32, k: i32, add: bool): void {
  let c0 = f32x4.splat(0), c1 = c0;
  for (let i = 0; i < k; i++) {
    const x = v128.load32_splat(a);
    c0 = madd(x, v128.load(panel), c0);
    c1 = madd(x, v128.load(panel, 16), c1);
    a += aColumn;
    panel += panelRow;
  }
  put(c, c0, c1, width, add);
}

function put(c: usize, left: v128, right: v128, width: i32, add: bool): void {
  if (width == 8) {
    v128.store(c, add ? f32x4.add(left, v128.load(c)) : left);
    v128.store(c, add ? f32x4.add(right, v128.load(c, 16)) : right, 16);
    return;
  }
  for (let j = 0; j < width; j++) {
    const value = f32x4.extract_lane(left, 0);
    store<f32>(at(c, j), add ? value + load<f32>(at(c, j)) : value);
    left = i8x16.shuffle(left, right, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19); // the next number comes first
    right = i8x16.shuffle(right, right, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3);
  }
}
