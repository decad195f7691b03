// What a parameter is: a name, and a type that can be checked before the run.

export type ParameterType =
  | { kind: "number" | "string" | "boolean" | "any" }
  | { kind: "one-of"; values: readonly unknown[] }
  | { kind: "list"; of: ParameterType };

export interface Parameter {
  name: string;
  type: ParameterType;
  /** As it is written. */
  default: string;
  help: string;
  /** It cannot be assigned to. */
  constant: boolean;
}

/** As a reader says it: "number", "one of "a", "b"", "list of number". */
export function typeName(type: ParameterType): string {
  if (type.kind === "one-of") return `one of ${type.values.map((value) => JSON.stringify(value)).join(", ")}`;
  if (type.kind === "list") return `list of ${typeName(type.of)}`;
  return type.kind;
}

/** What the default's own type says, where none is written. */
export function typeOfValue(value: unknown): ParameterType {
  const kind = typeof value;
  if (kind === "number" || kind === "string" || kind === "boolean") return { kind };
  return Array.isArray(value) && value.length > 0 ? { kind: "list", of: typeOfValue(value[0]) } : { kind: "any" };
}
