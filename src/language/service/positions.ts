// Offsets in a cell (UTF-16, as JavaScript counts) and the language server's lines and characters.
import type { Position } from "vscode-languageserver-types";

/** @param lines how many lines stand above the cell in its module. */
export function positionAt(source: string, offset: number, lines: number): Position {
  const before = source.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length - 1 + lines, character: before.at(-1)?.length ?? 0 };
}

export function offsetAt(source: string, { line, character }: Position, lines: number): number {
  const ends = [...source.matchAll(/\r\n|\r|\n/g)].map((match) => match.index + match[0].length);
  return (line > lines ? (ends[line - lines - 1] ?? source.length) : 0) + character;
}
