// Whether a text is a whole cell, or a console should ask for more lines.
import { firstError, type Language } from "./parser";

export interface Completeness { status: "complete" | "incomplete" | "invalid"; indent: string }

const INDENT = "  ";

export function completeness(source: string, lang: Language): Completeness {
  const error = firstError(source, lang);
  if (!error) return { status: "complete", indent: "" };
  if (!endsTooEarly(source, error)) return { status: "invalid", indent: "" };
  return { status: "incomplete", indent: INDENT.repeat(openBrackets(source)) };
}

function endsTooEarly(source: string, { message, start }: { message: string; start: number }): boolean {
  if (/Unterminated (multiline|block) comment/i.test(message)) return true;
  if (/Unterminated/i.test(message)) return source[start] === "`" || /`[^`]*$/.test(source.slice(start));
  return /found `EOF`/.test(message) || start >= source.trimEnd().length;
}

/** Brackets still open at the end, strings and comments left out: how deep the next line stands. */
function openBrackets(source: string): number {
  const code = source.replace(/\/\/.*|\/\*[^]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g, "");
  const opened = code.match(/[([{]/g)?.length ?? 0;
  const closed = code.match(/[)\]}]/g)?.length ?? 0;
  return Math.max(0, opened - closed);
}
