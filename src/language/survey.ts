// What a cell's TypeScript holds that decides how it is translated.
import type { IdentifierName, IdentifierReference, Node, Program } from "oxc-parser";
import { walk } from "./parser";

export interface Survey {
  /** Decorators, or the accessor fields that come with them. */
  decorators: boolean;
  /** `using` inside functions or blocks: translated into try and finally. */
  nestedUsing: boolean;
  /** Top-level `using` declarations: where the keyword stands, and which names they bind. */
  resources: { start: number; end: number; isAsync: boolean; names: string[] }[];
  /** Import statements all of whose names are marked `type`. */
  typeOnlyStatements: { start: number; end: number }[];
  /** Imported names that the cell uses, but only as types: neither loaded nor bound. */
  typeOnlyImports: Set<string>;
  /** Whether the last statement is an expression, whose value is the cell's result. */
  endsInExpression: boolean;
}

export function survey(program: Program): Survey {
  const found: Survey = { decorators: false, nestedUsing: false, resources: [], typeOnlyStatements: program.body.filter(bindsOnlyTypes), typeOnlyImports: new Set(), endsInExpression: program.body.at(-1)?.type === "ExpressionStatement" };
  const uses = { types: new Set<string>(), values: new Set<string>() };
  const topLevel = new Set<Node>(program.body);
  walk(program, (node) => {
    if (node.type === "Decorator" || node.type === "AccessorProperty") found.decorators = true;
    if (node.type === "VariableDeclaration" && /using$/.test(node.kind)) noteUsing(node, topLevel.has(node), found);
    return noteUse(node, uses);
  });
  for (const name of importedNames(program)) if (uses.types.has(name) && !uses.values.has(name)) found.typeOnlyImports.add(name);
  return found;
}

/** `import { type A } from "m"`: oxc would leave `import "m"`, which loads the module. */
function bindsOnlyTypes(statement: Program["body"][number]): boolean {
  if (statement.type !== "ImportDeclaration" || statement.specifiers.length === 0) return false;
  return statement.specifiers.every((specifier) => specifier.type === "ImportSpecifier" && specifier.importKind === "type");
}

function noteUsing(node: Extract<Node, { type: "VariableDeclaration" }>, isTopLevel: boolean, found: Survey): void {
  const [first] = node.declarations;
  if (!isTopLevel || !first) return void (found.nestedUsing = true);
  const names = node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  found.resources.push({ start: node.start, end: first.start, isAsync: node.kind === "await using", names });
}

/** Sorts names into those used as types and those used as values; import statements themselves use nothing. */
function noteUse(node: Node, uses: { types: Set<string>; values: Set<string> }): boolean | void {
  if (node.type === "ImportDeclaration") return false;
  if (node.type === "TSTypeReference") uses.types.add(leftmostName(node.typeName));
  if (node.type === "TSTypeQuery" && node.exprName.type !== "TSImportType") uses.types.add(leftmostName(node.exprName));
  if (node.type === "TSClassImplements" || node.type === "TSInterfaceHeritage") uses.types.add(leftmostName(node.expression));
  if (/^TS(TypeReference|TypeQuery|ClassImplements|InterfaceHeritage)$/.test(node.type)) return visitTypeArguments(node, uses);
  if (node.type === "Identifier" || node.type === "JSXIdentifier") uses.values.add(node.name);
}

function visitTypeArguments(node: Node, uses: { types: Set<string>; values: Set<string> }): false {
  const given: unknown = Reflect.get(node, "typeArguments");
  if (given) walk(given as Node, (inner) => noteUse(inner, uses));
  return false;
}

function leftmostName(node: Node): string {
  if (node.type === "TSQualifiedName") return leftmostName(node.left);
  if (node.type === "MemberExpression") return leftmostName(node.object);
  return node.type === "Identifier" ? (node as IdentifierName | IdentifierReference).name : "";
}

function importedNames(program: Program): string[] {
  return program.body.flatMap((statement) => (statement.type === "ImportDeclaration" ? statement.specifiers.map(({ local }) => local.name) : []));
}
