// What may differ from run to run is replaced before outputs are compared.
import { stripVTControlCharacters } from "node:util";
import * as v from "valibot";
import { oneLine, UsageError } from "../errors";
import { readYaml } from "../yaml";

/** Replaces what differs from run to run. */
export interface Normaliser {
  /** Global, so that every place is replaced. */
  pattern: RegExp;
  /** As `String.replace` takes it. */
  replace: string;
}

const schema = v.array(v.object({ pattern: v.string(), replace: v.optional(v.string(), "…") }));

/** Addresses, and moments in ISO 8601. */
export const USUAL: readonly Normaliser[] = [
  { pattern: /\b0x[0-9a-f]{6,}\b/gi, replace: "0x…" },
  { pattern: /\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[-+]\d\d:?\d\d)?/g, replace: "(time)" },
];

/** From a YAML or JSON list of `pattern` and `replace`. @throws {UsageError} naming the file, and the pattern that is none. */
export function normalisersIn(file: string): Normaliser[] {
  try {
    return v.parse(schema, readYaml(file)).map(({ pattern, replace }) => ({ pattern: new RegExp(pattern, "g"), replace }));
  } catch (error) {
    throw new UsageError(`--normalise ${file}: expected a list of pattern and replace: ${oneLine(error)}`);
  }
}

export function normalised(text: string, normalisers: readonly Normaliser[]): string {
  return normalisers.reduce((rest, { pattern, replace }) => rest.replace(pattern, replace), stripVTControlCharacters(text).replaceAll("\r\n", "\n"));
}
