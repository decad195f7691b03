// Imports of a cell: an awaited call whose names become variables of the session.
import type { ImportAttribute, ImportDeclaration, ModuleExportName } from "oxc-parser";
import { RUNTIME } from "./runtime";

/** The assignment that stands for an import, and the names that it binds. */
export interface Imported { code: string; names: string[] }

export function rewriteImport(statement: ImportDeclaration, skip: ReadonlySet<string>): Imported {
  const specifiers = statement.specifiers.filter(({ local }) => !skip.has(local.name));
  if (specifiers.length === 0 && statement.specifiers.length > 0) return { code: "", names: [] }; // only types
  const call = `await ${RUNTIME}.import(${JSON.stringify(statement.source.value)}${attributesArgument(statement.attributes)})`;
  const names = specifiers.map(({ local }) => local.name);
  const whole = specifiers.find(({ type }) => type === "ImportNamespaceSpecifier");
  const parts = specifiers.filter((each) => each !== whole).map((each) => `${each.type === "ImportSpecifier" ? exportedKey(each.imported) : "default"}: ${each.local.name}`);
  if (!whole) return { code: parts.length > 0 ? `({ ${parts.join(", ")} } = ${call});` : `${call};`, names };
  const rest = parts.length > 0 ? `({ ${parts.join(", ")} } = ${whole.local.name});` : "";
  return { code: `${whole.local.name} = ${call};${rest}`, names };
}

export function exportedKey(name: ModuleExportName): string {
  return JSON.stringify(name.type === "Literal" ? name.value : name.name);
}

export function attributesArgument(attributes: readonly ImportAttribute[]): string {
  if (attributes.length === 0) return "";
  const pairs = attributes.map(({ key, value }) => `${JSON.stringify(key.type === "Literal" ? key.value : key.name)}: ${JSON.stringify(value.value)}`);
  return `, { ${pairs.join(", ")} }`;
}
