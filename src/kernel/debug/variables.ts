// Values as a debugger shows them: a line each, their parts only when asked for.
import type { Runtime } from "node:inspector";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Inspector } from "./inspector";

export const OBJECT_GROUP = "cellwright debugger";

/** Numbers that stand for what can be opened: objects of V8, until the session goes on. */
export class References {
  readonly #targets = new Map<number, string[]>();
  #last = 0;

  /** @param values one object, or several that are shown as one. @returns 0 for what has no parts. */
  of(...values: (Runtime.RemoteObject | undefined)[]): number {
    const ids = values.flatMap((value) => (value?.objectId && value.type !== "symbol" ? [value.objectId] : []));
    if (ids.length === 0) return 0;
    this.#targets.set(++this.#last, ids);
    return this.#last;
  }

  /** @throws if it was given before the session went on. */
  objectIds(reference: number): string[] {
    const objectIds = this.#targets.get(reference);
    if (!objectIds) throw new Error(`There is no variable ${reference}: the session has gone on since.`);
    return objectIds;
  }

  clear(): void {
    this.#targets.clear();
  }
}

/** The parts of a value; of scopes shown as one, an inner name hides an outer one. Getters are named, never run. */
export async function children(inspect: Inspector, references: References, { variablesReference, start = 0, count, filter }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
  const objects = await Promise.all(references.objectIds(variablesReference).map((objectId) => inspect("Runtime.getProperties", { objectId, ownProperties: true, generatePreview: true })));
  const properties = objects.flatMap(({ result }) => result).filter(({ name }, index, all) => all.findIndex((other) => other.name === name) === index);
  const shown = properties.filter(({ name, symbol }) => !symbol && !name.startsWith("__cellwright")).filter(({ name }) => !filter || /^\d+$/.test(name) === (filter === "indexed"));
  return shown.slice(start, count ? start + count : undefined).map((property) => variableOf(property.name, property, references));
}

/** Without its type: JupyterLab's tree would show that in the place of the value, which tells both. */
export function variableOf(name: string, { value, get }: { value?: Runtime.RemoteObject; get?: Runtime.RemoteObject }, references: References): DebugProtocol.Variable {
  if (!value) return { name, value: get ? "(getter)" : "undefined", variablesReference: 0 };
  const counted = countsOf(value);
  return { name, value: shown(value), evaluateName: name, variablesReference: references.of(value), ...counted };
}

export const typeOf = ({ className, subtype, type }: Runtime.RemoteObject): string => className ?? subtype ?? type;

/** One line: a string in quotes, an object with its first parts. */
export function shown({ type, subtype, value, description, unserializableValue, preview, className }: Runtime.RemoteObject): string {
  if (type === "string") return JSON.stringify(value);
  if (unserializableValue !== undefined) return unserializableValue;
  if (type === "function") return description?.startsWith("class ") ? `class ${/^class (\w*)/.exec(description)?.[1] ?? ""}` : `ƒ ${/^(?:async )?(?:function\*? ?)?([\w$]*)\s*\(/.exec(description ?? "")?.[1] ?? ""}()`;
  if (type !== "object" || subtype === "null") return String(value === undefined ? (description ?? type) : value);
  if (subtype === "error" || !preview) return (description ?? className ?? type).split("\n")[0] ?? "";
  const parts = preview.entries?.map(({ key, value: entry }) => (key ? `${key.description} => ${entry.description}` : (entry.description ?? "")))
    ?? preview.properties.map((part) => (subtype === "array" ? previewed(part) : `${part.name}: ${previewed(part)}`));
  const inner = [...parts, ...(preview.overflow ? ["…"] : [])].join(", ");
  return subtype === "array" ? `(${/\((\d+)\)/.exec(description ?? "")?.[1] ?? ""}) [${inner}]` : `${className === "Object" ? "" : `${description} `}{${inner}}`;
}

const previewed = ({ type, value }: Runtime.PropertyPreview): string => (type === "string" ? JSON.stringify(value) : (value ?? type));

function countsOf({ subtype, description }: Runtime.RemoteObject): { indexedVariables?: number } {
  const length = subtype === "array" || subtype === "typedarray" ? Number(/\((\d+)\)/.exec(description ?? "")?.[1]) : NaN;
  return length > 100 ? { indexedVariables: length } : {}; // more than a front end should fetch at once
}
