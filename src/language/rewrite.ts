// One cell: TypeScript in, a script for V8's REPL mode out, with a way back for positions.
import { eachMapping, generatedPositionFor, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import MagicString from "magic-string";
import { hoistNestedVars, rewriteExpressions } from "./expressions";
import { translate, type JavaScript } from "./javascript";
import { parse, type Language } from "./parser";
import { RUNTIME } from "./runtime";
import { TopLevel } from "./statements";
import { survey, type Survey } from "./survey";
import type { CompilerSettings } from "./tsconfig";

export interface Position { line: number; column: number }

export interface RewrittenCell {
  code: string;
  /** The place in the cell's own text; lines and columns count from 1. Undefined for code that the rewriter added. */
  originalPosition(line: number, column: number): Position | undefined;
  /** Where the code of a line of the cell begins; of the next line that has code, where it has none. */
  generatedPosition(line: number): (Position & { originalLine: number }) | undefined;
}

const JSX_COMMENT = /^\s*(?:\/\/|\/\*+)\s*@jsx(?:\s+([\w$.]+))?/m;

/** @throws {CellSyntaxError} */
export function rewriteCell(source: string, cell: { id: number; url: string }, settings: CompilerSettings): RewrittenCell {
  const withJsx = jsxByComment(source, settings);
  const lang: Language = withJsx.jsx ? "tsx" : "ts";
  const found = survey(parse(source, lang));
  const thorough = found.decorators || found.nestedUsing;
  const javascript = translate(prepared(source, found), cell.url, lang, withJsx, thorough);
  const text = new MagicString(javascript.code);
  const names = rewriteProgram(text, javascript.code, found);
  const declarations = names.length > 0 ? `let ${names.join(", ")};` : "";
  text.prepend(`"use strict";await ${RUNTIME}.begin(${cell.id});${declarations}`);
  const code = `${text.toString()}\n;await ${RUNTIME}.end(${cell.id});void 0\n//# sourceURL=${cell.url}`;
  return { code, originalPosition: (line, column) => traceBack(text, javascript, { line, column }), generatedPosition: (line) => traceForth(text, javascript, line, code) };
}

function rewriteProgram(text: MagicString, code: string, found: Survey): string[] {
  const program = parse(code, "js");
  const topLevel = new TopLevel(text, found);
  rewriteExpressions(program, text);
  const vars = hoistNestedVars(program, text);
  topLevel.rewrite(program);
  return [...new Set([...topLevel.names, ...vars])];
}

/** Edits before the translation. They keep the text's length, so that positions hold: `await using` → `const` and blanks. */
function prepared(source: string, { resources, typeOnlyStatements }: Survey): string {
  const blanked = typeOnlyStatements.reduce((text, { start, end }) => text.slice(0, start) + text.slice(start, end).replace(/[^\n]/g, " ") + text.slice(end), source);
  return resources.reduce((text, { start, end }) => text.slice(0, start) + "const".padEnd(end - start) + text.slice(end), blanked);
}

function jsxByComment(source: string, settings: CompilerSettings): CompilerSettings {
  const comment = JSX_COMMENT.exec(source);
  if (!comment) return settings;
  return { ...settings, jsx: { ...(settings.jsx ?? { runtime: "classic" }), ...(comment[1] ? { runtime: "classic", pragma: comment[1] } : {}) } };
}

type MapInput = ConstructorParameters<typeof TraceMap>[0];
const mapOfEdits = (text: MagicString): TraceMap => new TraceMap(text.generateDecodedMap({ hires: true, source: "cell.js" }) as MapInput);
const mapOfTranslation = ({ map }: JavaScript): TraceMap => new TraceMap(map as MapInput);

/** The same two maps the other way: the first place in the translation that comes from the line, or from the first line after it. */
function traceForth(text: MagicString, javascript: JavaScript, line: number, code: string): (Position & { originalLine: number }) | undefined {
  let first: { originalLine: number; line: number; column: number } | undefined;
  eachMapping(mapOfTranslation(javascript), ({ originalLine, generatedLine, generatedColumn }) => {
    if (originalLine === null || originalLine < line || (first && first.originalLine <= originalLine)) return; // mappings come in the order of the translation
    first = { originalLine, line: generatedLine, column: generatedColumn };
  });
  if (!first) return undefined;
  const edits = mapOfEdits(text);
  const place = generatedPositionFor(edits, { source: "cell.js", line: first.line, column: first.column, bias: LEAST_UPPER_BOUND });
  if (place.line === null) return undefined;
  const before = code.split("\n")[place.line - 1]?.slice(0, place.column) ?? "";
  return { originalLine: first.originalLine, line: place.line, column: before.replace(WRAPPERS, "").length + 1 };
}

/** What a statement is wrapped in begins before it: V8 stops there, not inside. */
const WRAPPERS = new RegExp(`(?:${RUNTIME}\\.\\w+\\((?:"[^"]*", *)?|\\()+$`);

/** Two maps in a row: the script's edits, then the translation. Decoded only when an error asks. */
function traceBack(text: MagicString, javascript: JavaScript, { line, column }: Position): Position | undefined {
  const edits = mapOfEdits(text);
  const at = { line, column: column - 1 };
  const before = originalPositionFor(edits, at);
  const inJavaScript = before.line === null ? originalPositionFor(edits, { ...at, bias: LEAST_UPPER_BOUND }) : before; // a wrapper stands before what it wraps
  if (inJavaScript.line === null) return undefined;
  const original = originalPositionFor(mapOfTranslation(javascript), inJavaScript);
  return original.line === null ? undefined : { line: original.line, column: original.column + 1 };
}
