// The names that a cell declares at its top level, also where the cell is not whole yet.
import type { Directive, ModuleDeclaration, Node, Statement } from "oxc-parser";
import { tolerantParse } from "../parser";
import { boundNames } from "../patterns";

/** `variable` can be assigned to by a later cell; `type` exists for the types only. */
export type DeclarationKind = "variable" | "constant" | "function" | "class" | "enum" | "module" | "type";

export type Declarations = Map<string, DeclarationKind>;

/** By syntax; of a text that is no TypeScript (yet), by its look. */
export function declarationsIn(source: string): Declarations {
  const program = tolerantParse(source);
  return program ? new Map(program.body.flatMap(declared)) : lookedFor(source);
}

type TopLevel = Statement | Directive | ModuleDeclaration | Node;

function declared(statement: TopLevel): [string, DeclarationKind][] {
  switch (statement.type) {
    case "VariableDeclaration": return statement.declarations.flatMap(({ id }) => named(boundNames(id), statement.kind === "let" || statement.kind === "var" ? "variable" : "constant"));
    case "FunctionDeclaration":
    case "TSDeclareFunction": return named([statement.id?.name], "function");
    case "ClassDeclaration": return named([statement.id?.name], "class");
    case "TSEnumDeclaration": return named([statement.id.name], "enum");
    case "TSModuleDeclaration": return statement.id.type === "Identifier" && statement.kind !== "global" ? named([statement.id.name], "module") : [];
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration": return named([statement.id.name], "type");
    case "ImportDeclaration": return named(statement.specifiers.map(({ local }) => local.name), "module");
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration": return statement.declaration ? declared(statement.declaration) : [];
    default: return [];
  }
}

const named = (names: (string | undefined)[], kind: DeclarationKind): [string, DeclarationKind][] => names.flatMap((name) => (name ? [[name, kind]] : []));

const KEYWORDS: Record<string, DeclarationKind> = { let: "variable", var: "variable", const: "constant", function: "function", class: "class", enum: "enum", interface: "type", type: "type", namespace: "module" };

/** Declarations that begin a line; a destructuring one is missed. */
function lookedFor(source: string): Declarations {
  const found = source.matchAll(/^(?:export\s+)?(?:async\s+)?(let|var|const|function|class|enum|interface|type|namespace)\*?\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu);
  return new Map([...found].flatMap(([, keyword = "", name]) => named([name], KEYWORDS[keyword] ?? "constant")));
}
