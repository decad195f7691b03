// Are two texts the same, their numbers within a tolerance?

/** How far two numbers may be apart: the larger of both counts. */
export interface Tolerance {
  /** Of the larger magnitude. */
  relative: number;
  /** In the numbers' own unit. */
  absolute: number;
}

export const EXACT: Tolerance = { relative: 0, absolute: 0 };

const NUMBER = /(?<![\w.])[-+−]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w.]*\w)/g;

/** All but the numbers is equal, and each number is near its counterpart. */
export function sameText(a: string, b: string, tolerance: Tolerance): boolean {
  if (a === b) return true;
  const [numbersA, numbersB] = [a, b].map((text) => text.match(NUMBER) ?? []);
  if (a.replace(NUMBER, "#") !== b.replace(NUMBER, "#")) return false;
  return (numbersA ?? []).every((number, place) => near(read(number), read(numbersB?.[place] ?? ""), tolerance));
}

const read = (number: string): number => Number(number.replace("−", "-"));

export function near(a: number, b: number, { relative, absolute }: Tolerance): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= Math.max(absolute, relative * Math.max(Math.abs(a), Math.abs(b)));
}

/** The same for what JSON holds: names, order and texts equal, numbers near. */
export function sameJson(a: unknown, b: unknown, tolerance: Tolerance): boolean {
  if (typeof a === "number" && typeof b === "number") return near(a, b, tolerance);
  if (typeof a === "string" && typeof b === "string") return sameText(a, b, tolerance);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  const [entriesA, entriesB] = [a, b].map((value) => Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
  if (!entriesA || !entriesB || entriesA.length !== entriesB.length || Array.isArray(a) !== Array.isArray(b)) return false;
  return entriesA.every(([name, value], place) => name === entriesB[place]?.[0] && sameJson(value, entriesB[place]?.[1], tolerance));
}
