// One printed line a passed check: the same text on every host, so that runs can be compared.
export class CheckError extends Error {
  override name = "CheckError";
}

export function pass(line: string): void {
  console.log(`✓ ${line}`);
}

/** Two digits: 1.234e-8 as "1.2e-8", 0.25 as "0.25". */
export function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}
