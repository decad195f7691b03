// A cell that is no TypeScript: where, and the lines around it.

/** `message` is the parser's; line and column count from 1; `frame` is plain text. */
export class CellSyntaxError extends Error {
  override name = "SyntaxError";
  constructor(message: string, readonly line: number, readonly column: number, readonly frame: string) {
    super(message);
  }
}

interface ParserError { message: string; labels?: readonly { start: number }[]; helpMessage?: string | null }

const CONTEXT_LINES = 2;

export function syntaxErrorAt(source: string, error: ParserError): CellSyntaxError {
  const offset = Math.min(error.labels?.[0]?.start ?? 0, source.length);
  const before = source.slice(0, offset).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  const message = error.helpMessage ? `${error.message} (${error.helpMessage})` : error.message;
  return new CellSyntaxError(message, before.length, column, codeFrame(source, before.length, column));
}

/** The lines around a place, with a mark under it; plain text. */
export function codeFrame(source: string, line: number, column: number): string {
  const from = Math.max(1, line - CONTEXT_LINES);
  const shown = source.split("\n").slice(from - 1, line + CONTEXT_LINES);
  const width = String(from + shown.length - 1).length;
  return shown.flatMap((text, index) => {
    const number = from + index;
    const row = `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${text}`;
    return number === line ? [row, `  ${" ".repeat(width)} | ${" ".repeat(column - 1)}^`] : [row];
  }).join("\n");
}
