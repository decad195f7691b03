// One printed line a passed check: the same text on every host, so that runs can be compared.
import { t } from "../../display";

/** What a failed check throws. */
export class CheckError extends Error {
  override name = "CheckError";
}

export function pass(line: string): void {
  console.log(`✓ ${line}`);
}

/** "name: detail", with the colon of the lesson's language. */
export const named = (name: string, detail: string): string => t({ en: `${name}: ${detail}`, zh: `${name}：${detail}` });

/** Two digits: 1.234e-8 as "1.2e-8", 0.25 as "0.25". */
export function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(2));
  return rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
}
