// What TypeScript finds wrong in a cell.
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { codeFrame } from "../syntax-error";
import type { Scope } from "./scope";
import type { TypeServer } from "./server";

export interface TypeProblem {
  /** TypeScript's number, such as 2322. */
  code: number;
  message: string;
  /** Both count from 1. */
  line: number;
  column: number;
  /** The lines around, as plain text. */
  frame: string;
  /** What TypeScript cannot find, where that is the problem: at run time it may be there. */
  unknownName?: string;
}

/** A module without types, or one that the import itself will report: no news for whoever runs the cell. */
const NOT_TOLD = new Set([2307, 7016]);
/** `globalThis.name = value` is how a session makes a global. */
const ON_GLOBAL = /'typeof globalThis'/;
/** "Cannot find name": the session's global object may hold it. */
const UNKNOWN_NAME = new Set([2304, 2552, 2503]);

export async function check(server: TypeServer, scope: Scope, source: string): Promise<TypeProblem[]> {
  if (/^\s*\/\/\s*@ts-nocheck/m.test(source)) return [];
  const { text, lines } = scope.draft(source);
  await server.show("current", text);
  const { items } = await server.request<{ items?: Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri: server.workspace.uri("current") } });
  return (items ?? []).flatMap((item) => problemOf(item, source, lines));
}

function problemOf({ severity, code, message, range }: Diagnostic, source: string, lines: number): TypeProblem[] {
  const [line, column] = [range.start.line - lines + 1, range.start.character + 1];
  const number = Number(code);
  const said = typeof message === "string" ? message : message.value;
  if (severity !== DiagnosticSeverity.Error || line < 1 || NOT_TOLD.has(number) || ON_GLOBAL.test(said)) return [];
  const unknownName = UNKNOWN_NAME.has(number) ? /'([^']+)'/.exec(said)?.[1] : undefined;
  return [{ code: number, message: inOurWords(number, said), line, column, frame: codeFrame(source, line, column), ...(unknownName && { unknownName }) }];
}

/** An earlier cell's constant is an import to TypeScript, which the user did not write. */
const inOurWords = (code: number, message: string): string => (code === 2632 ? message.replace("because it is an import", "because it is a constant or an import") : message);
