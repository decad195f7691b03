// What a package exports: each name with its signatures, its documentation and its members, read from its .d.ts files.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Declaration, Statement } from "oxc-parser";
import { DeclarationFile, nameOf, namesOf, type Declared } from "./declaration-file";
import { membersOf, type Member } from "./members";

export interface Entry {
  name: string;
  kind: "function" | "class" | "interface" | "type" | "value" | "namespace";
  /** Overloads each have their own; a class's or interface's ends before its members. */
  signatures: string[];
  /** Empty if there is none. */
  doc: string;
  members: Member[];
  /** What is reached through it: `nn.GPT`, `plot.curves`. */
  entries: Entry[];
  /** The class or interfaces whose members it has too. */
  bases: string[];
}

/** Reads files once each. */
export class Declarations {
  private readonly files = new Map<string, DeclarationFile>();
  private readonly known = new Map<DeclarationFile, Map<string, Entry>>();

  /** @param path an entry point's .d.ts. @returns its exports, in alphabetical order. */
  exports(path: string): Entry[] {
    const entries = [...this.exportsOf(this.file(path)).values()];
    return entries.sort((a, b) => a.name.localeCompare(b.name, "en"));
  }

  private file(path: string): DeclarationFile {
    const known = this.files.get(path) ?? new DeclarationFile(path);
    this.files.set(path, known);
    return known;
  }

  private exportsOf(file: DeclarationFile): Map<string, Entry> {
    const known = this.known.get(file) ?? new Map(file.program.body.flatMap((statement) => this.exported(file, statement)).map((entry) => [entry.name, entry]));
    this.known.set(file, known);
    return known;
  }

  private exported(file: DeclarationFile, statement: Statement): Entry[] {
    if (statement.type === "ExportAllDeclaration") {
      const target = this.resolved(file, statement.source.value);
      if (!target) return [];
      const entries = this.exports(target);
      return statement.exported ? [namespace(nameOf(statement.exported), entries, file.doc(statement))] : entries;
    }
    if (statement.type !== "ExportNamedDeclaration") return [];
    if (statement.declaration) return namesOf(statement.declaration).flatMap((name) => this.named(file, name));
    return statement.specifiers.flatMap(({ local, exported }) => {
      const target = statement.source ? this.resolved(file, statement.source.value) : undefined;
      const found = statement.source ? (target ? this.exportsOf(this.file(target)).get(nameOf(local)) : undefined) : this.named(file, nameOf(local))[0];
      return found ? [{ ...found, name: nameOf(exported) }] : [];
    });
  }

  /** A name in the file's own scope: declared there, or imported. */
  private named(file: DeclarationFile, name: string): Entry[] {
    const declared = file.locals.get(name);
    if (declared) return [this.entry(file, name, declared)];
    const from = file.imports.get(name);
    const target = from && this.resolved(file, from.source);
    if (!from || !target) return [];
    if (from.name === "*") return [namespace(name, this.exports(target), "")];
    const found = this.exportsOf(this.file(target)).get(from.name);
    return found ? [{ ...found, name }] : [];
  }

  private entry(file: DeclarationFile, name: string, declared: readonly Declared[]): Entry {
    const kind = declared[0] ? kindOf(declared[0].node) : "value";
    const { members, queries, bases } = membersOf(file, declared.map(({ node }) => node), name);
    return {
      name, members, bases, kind,
      signatures: declared.map(({ node }) => signature(file, node, name)),
      doc: declared.map(({ statement }) => file.doc(statement)).find(Boolean) ?? "",
      entries: (kind === "value" ? queries : []).flatMap(({ key, query }) => this.named(file, query).flatMap((found) => (key ? [{ ...found, name: key }] : found.entries))),
    };
  }

  /** Files of other packages are not read. */
  private resolved({ path }: DeclarationFile, source: string): string | undefined {
    if (!source.startsWith(".")) return undefined;
    const base = join(dirname(path), source.replace(/\.js$/, ""));
    return [`${base}.d.ts`, join(base, "index.d.ts")].find((each) => existsSync(each));
  }
}

const namespace = (name: string, entries: Entry[], doc: string): Entry => ({ name, kind: "namespace", signatures: [], doc, members: [], entries, bases: [] });

const KINDS: Record<string, Entry["kind"]> = {
  TSDeclareFunction: "function", FunctionDeclaration: "function", ClassDeclaration: "class", TSInterfaceDeclaration: "interface", TSTypeAliasDeclaration: "type",
};
const kindOf = ({ type }: Declaration): Entry["kind"] => KINDS[type] ?? "value";

/** Up to the body; values with their type. */
function signature(file: DeclarationFile, node: Declaration, name: string): string {
  if (node.type === "VariableDeclaration") {
    const own = node.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
    return `const ${own ? file.code(own) : name}`;
  }
  const code = "body" in node && node.body ? file.code({ start: node.start, end: node.body.start }) : file.code(node);
  return code.replace(/^(export )?(declare )?/, "").replace(/;?\s*$/, "");
}
