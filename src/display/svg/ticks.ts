// Round positions along an axis, and their labels.

/** About `count` round numbers within the range: steps of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const length = Math.floor(high / step + 1e-9) - first + 1;
  return Number.isFinite(length) ? Array.from({ length: Math.min(length, 100) }, (_, index) => Number(((first + index) * step).toPrecision(12))) : [];
}

/** Powers of ten, thinned to about `count`; within two decades also twos and fives; within less, round numbers. */
export function logTicks(low: number, high: number, count: number): number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const stride = Math.max(1, Math.ceil((to - from) / count));
  const powers = Array.from({ length: to - from + 1 }, (_, index) => from + index).filter((power) => power % stride === 0);
  const within = to - from <= 2 ? [1, 2, 5] : [1];
  const ticks = powers.flatMap((power) => within.map((factor) => factor * 10 ** power)).filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9));
  return ticks.length < 3 ? linearTicks(low, high, count).filter((tick) => tick > 0) : ticks;
}

/** Letters for the very large (B is a billion, as parameter counts are quoted), powers of ten for the very small. */
export function tickLabel(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size < 1e-3) return value.toExponential().replace(/e-/, "e−").replace(/^-/, "−");
  const [, unit, letter] = UNITS.find(([bound]) => size >= bound) ?? [0, 1, ""];
  return `${Number((value / unit).toPrecision(6))}${letter}`.replace(/^-/, "−");
}

const UNITS: readonly (readonly [bound: number, unit: number, letter: string])[] = [
  [1e15, 1e15, "P"], [1e12, 1e12, "T"], [1e9, 1e9, "B"], [1e6, 1e6, "M"], [1e4, 1e3, "k"],
];

const DAY = 86_400_000;

/** Dates by year, month or day, as the span asks. */
export function dateLabel(ms: number, span: number): string {
  const iso = new Date(ms).toISOString();
  if (span > 3 * 365 * DAY) return iso.slice(0, 4);
  if (span > 3 * DAY) return iso.slice(0, 10);
  return iso.slice(11, 16);
}
