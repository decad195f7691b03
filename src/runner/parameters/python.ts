// Parameters that Python declares, as papermill reads them: `lr: float = 0.1  # learning rate`.
import { typeOfValue, type Parameter, type ParameterType } from "./types";

const LINE = /^(?<name>[A-Za-z_]\w*)\s*(?::\s*(?<type>[^=]+?))?\s*=\s*(?<value>(?:"[^"]*"|'[^']*'|[^#])*?)\s*(?:#\s*(?:@param\b\s*)?(?<help>.*))?$/;

const TYPES: Record<string, ParameterType> = { int: { kind: "number" }, float: { kind: "number" }, str: { kind: "string" }, bool: { kind: "boolean" } };

export function pythonParameters(source: string): Parameter[] {
  return source.split("\n").flatMap((line) => {
    const found = LINE.exec(line)?.groups;
    if (!found?.["name"]) return [];
    const value = found["value"] ?? "";
    const annotated = found["type"]?.trim();
    return [{ name: found["name"], type: annotated ? typeNamed(annotated) : typeOfValue(literal(value)), default: value, help: found["help"]?.trim() ?? "", constant: false }];
  });
}

/** `list[int]`, `Literal["a", "b"]`; what cannot be checked before the run is any. */
function typeNamed(name: string): ParameterType {
  const list = /^(?:list|List)\[(.+)\]$/.exec(name)?.[1];
  if (list) return { kind: "list", of: typeNamed(list.trim()) };
  const choice = literal(/^Literal(\[.+\])$/.exec(name)?.[1] ?? "");
  return Array.isArray(choice) ? { kind: "one-of", values: choice } : (TYPES[name] ?? { kind: "any" });
}

const WORDS: Record<string, unknown> = { True: true, False: false, None: null };

function literal(written: string): unknown {
  if (written in WORDS) return WORDS[written];
  try {
    return JSON.parse(written.replace(/'([^'"\\]*)'/g, '"$1"'));
  } catch {
    return undefined;
  }
}
