// Edits anywhere in a cell: checks at `await`, dynamic imports, import.meta, and `var` that reaches the session.
import type MagicString from "magic-string";
import type { Node, Program, VariableDeclaration } from "oxc-parser";
import { walk } from "./parser";
import { declaredNames, isVar } from "./patterns";
import { RUNTIME } from "./runtime";

export function rewriteExpressions(program: Program, text: MagicString): void {
  walk(program, (node) => {
    if (node.type === "AwaitExpression") text.appendRight(node.start, `${RUNTIME}.checked(`).prependLeft(node.end, ")");
    else if (node.type === "ForOfStatement" && node.await) checkEachTurn(node.body, text);
    else if (node.type === "ImportExpression") text.overwrite(node.start, node.start + "import".length, `${RUNTIME}.import`);
    else if (node.type === "MetaProperty" && node.meta.name === "import") text.overwrite(node.start, node.end, `${RUNTIME}.meta`);
  });
}

function checkEachTurn(body: Node, text: MagicString): void {
  if (body.type === "BlockStatement") text.appendRight(body.start + 1, `${RUNTIME}.checked();`);
  else text.appendRight(body.start, `{${RUNTIME}.checked();`).prependLeft(body.end, "}");
}

/** `var` in blocks and loops of the top level: assignments to session variables. @returns the names. */
export function hoistNestedVars(program: Program, text: MagicString): string[] {
  const names: string[] = [];
  const heads = new Set<Node>();
  const topLevel = new Set<Node>(program.body);
  walk(program, (node) => {
    if (/Function|^Class|^StaticBlock/.test(node.type)) return false;
    if (node.type === "ForStatement" && node.init) heads.add(node.init);
    if (node.type === "ForOfStatement" || node.type === "ForInStatement") heads.add(node.left);
    if (!isVar(node) || topLevel.has(node)) return true;
    names.push(...declaredNames(node));
    assignInstead(node, text, heads.has(node));
    return true;
  });
  return names;
}

/** `var a = 1, b;` → `a = 1, b = b;` and `for (var x of …)` → `for (x of …)`. */
function assignInstead(node: VariableDeclaration, text: MagicString, inHead: boolean): void {
  const [first] = node.declarations;
  if (!first) return;
  const needsParentheses = !inHead && node.declarations.some(({ id }) => id.type === "ObjectPattern");
  text.overwrite(node.start, first.start, needsParentheses ? "(" : "");
  const last = node.declarations.at(-1);
  if (needsParentheses && last) text.appendLeft(last.end, ")");
}
