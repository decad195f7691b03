// The parser, loaded at first use: the kernel's start must not wait for it.
import type { Node, ParserOptions, Program } from "oxc-parser";
import { syntaxErrorAt } from "./syntax-error";

type Parser = typeof import("oxc-parser");
let parser: Parser | undefined;
const load = (): Parser => (parser ??= require("oxc-parser") as Parser);

export type Language = "ts" | "tsx" | "js";
const options = (lang: Language): ParserOptions => ({ lang, sourceType: "module", astType: lang === "js" ? "js" : "ts" });

/** @throws {CellSyntaxError} */
export function parse(source: string, lang: Language): Program {
  const { program, errors } = load().parseSync(`cell.${lang}`, source, options(lang));
  const [error] = errors.filter(({ severity }) => severity === "Error");
  if (error) throw syntaxErrorAt(source, error);
  return program;
}

/** What could be read of a text with errors; undefined if nothing could. */
export function tolerantParse(source: string): Program | undefined {
  const { program } = load().parseSync("cell.tsx", source, options("ts"));
  return program.body.length > 0 || source.trim() === "" ? program : undefined;
}

/** The first error of a text, if it has one: its message and where it starts. */
export function firstError(source: string, lang: Language): { message: string; start: number } | undefined {
  const [error] = load().parseSync(`cell.${lang}`, source, options(lang)).errors;
  return error && { message: error.message, start: error.labels[0]?.start ?? 0 };
}

/** Calls `visit` for each node below, outermost first; a node whose visit gives false is not entered. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return;
  for (const child of childrenOf(node)) walk(child, visit);
}

function childrenOf(node: Node): Node[] {
  const keys = load().visitorKeys[node.type] ?? [];
  return keys.flatMap((key): unknown => Reflect.get(node, key)).filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}
