// One .d.ts file: its declarations and imports by name, with their doc comments.
import { readFileSync } from "node:fs";
import { parseSync, type Comment, type Declaration, type ModuleExportName, type Program, type Span } from "oxc-parser";
import { plainDoc } from "./doc-comment";

/** A declaration, and the statement it stands in, before which its comment is. */
export interface Declared {
  node: Declaration;
  statement: Span;
}

export interface Imported {
  source: string;
  /** Its name there; "*" is the whole module. */
  name: string;
}

export class DeclarationFile {
  readonly locals = new Map<string, Declared[]>();
  readonly imports = new Map<string, Imported>();
  readonly program: Program;
  private readonly source: string;
  private readonly comments: readonly Comment[];

  constructor(readonly path: string) {
    this.source = readFileSync(path, "utf8");
    const { program, comments } = parseSync(path, this.source);
    this.program = program;
    this.comments = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
    for (const statement of program.body) this.note(statement);
  }

  text({ start, end }: Span): string {
    return this.source.slice(start, end);
  }

  /** The source without the comments in it. */
  code(span: Span): string {
    return this.text(span).replace(/\/\*\*[^]*?\*\/\s*/g, "");
  }

  /** The doc comment right before a node; empty if there is none. */
  doc({ start }: Span): string {
    const comment = this.comments.find(({ end }) => end <= start && this.source.slice(end, start).trim() === "");
    return comment ? plainDoc(comment.value) : "";
  }

  private note(statement: Program["body"][number]): void {
    if (statement.type === "ImportDeclaration") {
      for (const specifier of statement.specifiers) {
        const name = specifier.type === "ImportSpecifier" ? nameOf(specifier.imported) : specifier.type === "ImportNamespaceSpecifier" ? "*" : "default";
        this.imports.set(specifier.local.name, { source: statement.source.value, name });
      }
    }
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : isDeclaration(statement) ? statement : null;
    if (declaration) for (const name of namesOf(declaration)) this.locals.set(name, [...(this.locals.get(name) ?? []), { node: declaration, statement }]);
  }
}

export const nameOf = (name: ModuleExportName): string => (name.type === "Literal" ? name.value : name.name);

const isDeclaration = (statement: Program["body"][number]): statement is Declaration => /^(TS.*Declaration|TSDeclareFunction|ClassDeclaration|VariableDeclaration|FunctionDeclaration)$/.test(statement.type);

export function namesOf(node: Declaration): string[] {
  if (node.type === "VariableDeclaration") return node.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []));
  return "id" in node && node.id?.type === "Identifier" ? [node.id.name] : [];
}
