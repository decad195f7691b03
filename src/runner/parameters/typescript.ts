// Parameters that TypeScript declares: `let lr: number = 0.1; // @param learning rate`.
import { parseSync } from "oxc-parser";
import { typeOfValue, type Parameter, type ParameterType } from "./types";

interface Node { type: string; start: number; end: number; [key: string]: unknown }

export function typescriptParameters(source: string): Parameter[] {
  const { program } = parseSync("cell.ts", source, { sourceType: "module", lang: "ts" });
  return program.body.flatMap((statement) => {
    if (statement.type !== "VariableDeclaration") return [];
    return statement.declarations.flatMap(({ id, init, end }) => {
      if (id.type !== "Identifier") return [];
      const written = init ? source.slice(init.start, init.end) : "";
      const annotated = "typeAnnotation" in id ? node(id.typeAnnotation) : undefined;
      const type = annotated ? typeOf(node(annotated["typeAnnotation"]), source) : typeOfValue(literal(written));
      return [{ name: id.name, type, default: written, help: helpBehind(source, end), constant: statement.kind === "const" }];
    });
  });
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value && "start" in value;
const node = (value: unknown): Node | undefined => (isNode(value) ? value : undefined);

const KEYWORDS: Record<string, ParameterType> = { TSNumberKeyword: { kind: "number" }, TSStringKeyword: { kind: "string" }, TSBooleanKeyword: { kind: "boolean" } };

/** What cannot be checked before the run is any. */
function typeOf(annotation: Node | undefined, source: string): ParameterType {
  if (!annotation) return { kind: "any" };
  if (annotation.type === "TSArrayType") return { kind: "list", of: typeOf(node(annotation["elementType"]), source) };
  if (annotation.type === "TSUnionType" && Array.isArray(annotation["types"])) return union(annotation["types"].map(node), source);
  return KEYWORDS[annotation.type] ?? { kind: "any" };
}

/** A union of literals is a choice. */
function union(types: readonly (Node | undefined)[], source: string): ParameterType {
  const values = types.map((each) => (each?.type === "TSLiteralType" ? literal(source.slice(each.start, each.end)) : undefined));
  return values.includes(undefined) ? { kind: "any" } : { kind: "one-of", values };
}

/** A value that is written out; undefined for anything that would have to be computed. */
function literal(written: string): unknown {
  const json = written.replace(/^'([^'"\\]*)'$/, '"$1"').replaceAll(/(?<=\d)_(?=\d)/g, "");
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The comment on the declaration's line. */
function helpBehind(source: string, end: number): string {
  const rest = source.slice(end).split("\n")[0] ?? "";
  return /\/\/\s*(?:@param\b)?\s*(.*)$/.exec(rest)?.[1]?.trim() ?? "";
}
