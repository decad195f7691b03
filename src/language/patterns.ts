// The names that a declaration binds.
import type { BindingPattern, ForStatementLeft, Node, VariableDeclaration } from "oxc-parser";

export function boundNames(pattern: BindingPattern | Node | null): string[] {
  if (!pattern) return [];
  switch (pattern.type) {
    case "Identifier": return [pattern.name];
    case "ObjectPattern": return pattern.properties.flatMap((property) => boundNames(property.type === "RestElement" ? property.argument : property.value));
    case "ArrayPattern": return pattern.elements.flatMap((element) => boundNames(element));
    case "AssignmentPattern": return boundNames(pattern.left);
    case "RestElement": return boundNames(pattern.argument);
    default: return [];
  }
}

export function declaredNames(declaration: VariableDeclaration): string[] {
  return declaration.declarations.flatMap(({ id }) => boundNames(id));
}

export function isVar(left: ForStatementLeft | Node | null): left is VariableDeclaration {
  return left?.type === "VariableDeclaration" && left.kind === "var";
}
