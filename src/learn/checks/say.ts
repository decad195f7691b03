// One printed line a passed check: the same text on every host, so that runs can be compared.
export class CheckError extends Error {
  override name = "CheckError";
}

export function pass(line: string): void {
  console.log(`✓ ${line}`);
}

/** 1.234e-8 as "1.2e-8", 0 as "0". */
export function shortNumber(value: number): string {
  return value === 0 ? "0" : String(Number(value.toPrecision(2)));
}
