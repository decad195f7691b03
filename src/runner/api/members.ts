// The members of a class, an interface, or a value's type.
import type { ClassElement, Declaration, Span, TSSignature, TSType } from "oxc-parser";
import type { DeclarationFile } from "./declaration-file";

export interface Member {
  name: string;
  signature: string;
  /** Empty if there is none. */
  doc: string;
  /** Whether it is called. */
  callable: boolean;
}

export interface Members {
  members: Member[];
  /** Parts that are `typeof query`: under their own `key`, or, without one, everything in the module. */
  queries: { key: string | undefined; query: string }[];
  bases: string[];
}

export function membersOf(file: DeclarationFile, nodes: readonly Declaration[], name: string): Members {
  const all = nodes.map((node) => ofDeclaration(file, node, name));
  return { members: all.flatMap(({ members }) => members), queries: all.flatMap(({ queries }) => queries), bases: all.flatMap(({ bases }) => bases) };
}

const none = (): Members => ({ members: [], queries: [], bases: [] });

function ofDeclaration(file: DeclarationFile, node: Declaration, name: string): Members {
  if (node.type === "ClassDeclaration") return { ...none(), members: node.body.body.flatMap((element) => classMember(file, element)), bases: node.superClass?.type === "Identifier" ? [node.superClass.name] : [] };
  if (node.type === "TSInterfaceDeclaration") return { ...none(), members: node.body.body.flatMap((element) => signatureMember(file, element)), bases: node.extends.map(({ expression }) => file.text(expression)) };
  if (node.type === "TSTypeAliasDeclaration") return ofType(file, node.typeAnnotation);
  if (node.type !== "VariableDeclaration") return none();
  const own = node.declarations.find(({ id }) => id.type === "Identifier" && id.name === name);
  const type = own?.id.typeAnnotation?.typeAnnotation;
  return type ? ofType(file, type) : none();
}

/** An object's type written out, `typeof` a module, both joined, or the name of such a type in this file. */
function ofType(file: DeclarationFile, type: TSType): Members {
  if (type.type === "TSTypeLiteral") return ofLiteral(file, type.members);
  if (type.type === "TSTypeQuery") return { ...none(), queries: [{ key: undefined, query: file.text(type.exprName) }] };
  if (type.type === "TSIntersectionType") {
    const parts = type.types.map((part) => ofType(file, part));
    return { members: parts.flatMap(({ members }) => members), queries: parts.flatMap(({ queries }) => queries), bases: parts.flatMap(({ bases }) => bases) };
  }
  const alias = type.type === "TSTypeReference" ? file.locals.get(file.text(type.typeName))?.[0]?.node : undefined;
  if (alias?.type === "TSTypeAliasDeclaration") return ofType(file, alias.typeAnnotation);
  return alias?.type === "TSInterfaceDeclaration" ? { ...none(), members: alias.body.body.flatMap((element) => signatureMember(file, element)) } : none();
}

function ofLiteral(file: DeclarationFile, elements: readonly TSSignature[]): Members {
  const isQuery = (element: TSSignature): boolean => element.type === "TSPropertySignature" && element.typeAnnotation?.typeAnnotation.type === "TSTypeQuery";
  const queries = elements.flatMap((element) => {
    const type = element.type === "TSPropertySignature" ? element.typeAnnotation?.typeAnnotation : undefined;
    return element.type === "TSPropertySignature" && type?.type === "TSTypeQuery" ? [{ key: file.text(element.key), query: file.text(type.exprName) }] : [];
  });
  return { members: elements.filter((element) => !isQuery(element)).flatMap((element) => signatureMember(file, element)), queries, bases: [] };
}

/** Calls and index signatures have no name; a class's constructor is spoken of in the class's own comment. */
function signatureMember(file: DeclarationFile, element: TSSignature): Member[] {
  if (element.type === "TSPropertySignature") return [member(file, element, file.text(element.key), element.typeAnnotation?.typeAnnotation.type === "TSFunctionType")];
  return element.type === "TSMethodSignature" ? [member(file, element, file.text(element.key), true)] : [];
}

function classMember(file: DeclarationFile, element: ClassElement): Member[] {
  if (element.type === "TSIndexSignature" || element.type === "StaticBlock") return [];
  if (element.key.type === "PrivateIdentifier" || element.accessibility === "private" || element.accessibility === "protected") return [];
  const name = file.text(element.key);
  return [member(file, element, name, element.type.includes("Method"))];
}

function member(file: DeclarationFile, node: Span, name: string, callable: boolean): Member {
  return { name, callable, doc: file.doc(node), signature: file.code(node).replace(/^abstract /, "").replace(/;$/, "") };
}
