// The top level of a cell: every declaration becomes a session variable that later cells may declare anew.
import type MagicString from "magic-string";
import type { Declaration, ExportDefaultDeclarationKind, ExportNamedDeclaration, Function as FunctionNode, Class, Program, Statement, VariableDeclaration } from "oxc-parser";
import { attributesArgument, exportedKey, rewriteImport } from "./imports";
import { declaredNames } from "./patterns";
import { RUNTIME } from "./runtime";
import type { Survey } from "./survey";

export class TopLevel {
  /** Names to declare at the cell's start: V8 leaves a `let` dead whose initialiser threw. */
  readonly names: string[] = [];
  private readonly resources: Map<string, boolean>;

  constructor(private readonly text: MagicString, private readonly found: Survey) {
    this.resources = new Map(found.resources.flatMap(({ names, isAsync }) => names.map((name) => [name, isAsync] as const)));
  }

  rewrite(program: Program): void {
    const last = program.body.at(-1);
    for (const statement of [...program.body].reverse()) this.statement(statement, statement === last);
  }

  private statement(statement: Statement, isLast: boolean): void {
    switch (statement.type) {
      case "ImportDeclaration": {
        const { code, names } = rewriteImport(statement, this.found.typeOnlyImports);
        this.names.push(...names);
        return this.replace(statement.start, statement.end, code);
      }
      case "ExportNamedDeclaration": return this.exported(statement);
      case "ExportAllDeclaration":
        return this.replace(statement.start, statement.end, `await ${RUNTIME}.import(${JSON.stringify(statement.source.value)}${attributesArgument(statement.attributes)});`);
      case "ExportDefaultDeclaration": return this.exportedDefault(statement.start, statement.declaration);
      case "ExpressionStatement": {
        if (!isLast || !this.found.endsInExpression) return;
        const [open, close] = statement.expression.type === "SequenceExpression" ? ["((", "))"] : ["(", ")"]; // `1, 2` is one value
        this.text.prependRight(statement.expression.start, `${RUNTIME}.result${open}`).appendLeft(statement.expression.end, close);
        return;
      }
      case "VariableDeclaration": case "FunctionDeclaration": case "ClassDeclaration": return this.declaration(statement);
    }
  }

  private declaration(declaration: Declaration): void {
    if (declaration.type === "VariableDeclaration") this.variables(declaration);
    else if (declaration.type === "FunctionDeclaration") this.func(declaration);
    else if (declaration.type === "ClassDeclaration") this.classOf(declaration);
  }

  /** `const { a, b: [c] } = f(), d = 1` → `({ a, b: [c] } = f()), d = 1`. */
  private variables(declaration: VariableDeclaration): void {
    this.names.push(...declaredNames(declaration));
    const [first] = declaration.declarations;
    if (first) this.text.remove(declaration.start, first.start);
    for (const { id, init, start, end } of declaration.declarations) {
      const isAsync = id.type === "Identifier" ? this.resources.get(id.name) : undefined;
      if (init && isAsync !== undefined && id.type === "Identifier") {
        this.text.prependRight(init.start, `${RUNTIME}.use(${JSON.stringify(id.name)}, `).appendLeft(init.end, `, ${isAsync})`);
      } else if (!init) this.text.appendLeft(end, " = undefined");
      if (id.type === "ObjectPattern") this.text.prependRight(start, "(").appendLeft(end, ")");
    }
  }

  /** Hoisted as an assignment without a name of its own: a later cell's redefinition is seen by earlier closures. */
  private func(node: FunctionNode): void {
    const { id, start, end } = node;
    if (!id) return;
    this.names.push(id.name);
    this.text.remove(id.start, id.end).prependRight(start, `${id.name} = `).appendLeft(end, ";");
    if (start > 0) this.text.move(start, end, 0);
  }

  private classOf({ id, start, end }: Class): void {
    if (!id) return;
    this.names.push(id.name);
    this.text.prependRight(start, `${id.name} = `).appendLeft(end, ";");
  }

  private exported(statement: ExportNamedDeclaration): void {
    if (statement.declaration) {
      this.replace(statement.start, statement.declaration.start, "");
      return this.declaration(statement.declaration);
    }
    if (!statement.source) return this.replace(statement.start, statement.end, "");
    const parts = statement.specifiers.map(({ local, exported }) => [exportedKey(local), exported.type === "Literal" ? undefined : exported.name] as const);
    const bound = parts.flatMap(([key, name]) => (name && name !== "default" ? [`${key}: ${name}`] : []));
    this.names.push(...parts.flatMap(([, name]) => (name && name !== "default" ? [name] : [])));
    this.replace(statement.start, statement.end, `({ ${bound.join(", ")} } = await ${RUNTIME}.import(${JSON.stringify(statement.source.value)}${attributesArgument(statement.attributes)}));`);
  }

  private exportedDefault(start: number, declaration: ExportDefaultDeclarationKind): void {
    this.replace(start, declaration.start, "");
    if (declaration.type === "FunctionDeclaration" && declaration.id) return this.func(declaration);
    if (declaration.type === "ClassDeclaration" && declaration.id) return this.classOf(declaration);
    this.text.prependRight(declaration.start, "void (").appendLeft(declaration.end, ")");
  }

  private replace(start: number, end: number, code: string): void {
    if (code === "") this.text.remove(start, end);
    else this.text.overwrite(start, end, code);
  }
}
