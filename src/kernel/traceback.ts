// An error's text for the notebook: stack positions in TypeScript lines, a code frame, ANSI colour.
import type { CellRecord, CellRecords } from "./cells";

const CELL_POSITION = /ts-cell:\/\/\/cell_\d+\.ts:(\d+):(\d+)/g;
const INTERNAL_FRAME = /^\s+at .*(node:|__cellwright|[\\/]dist[\\/](kernel|executor)[\\/]|[\\/]src[\\/](kernel|executor)[\\/]|\[cellwright cell\])/;
const CONTEXT_LINES = 2;

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const cyan = (text: string): string => `\u001b[36m${text}\u001b[39m`;
const dim = (text: string): string => `\u001b[2m${text}\u001b[22m`;

interface Place { cell: CellRecord; line: number; column: number }

/** @param stack Node's text of the thrown value: stack, causes, extra properties. @returns lines, coloured. */
export function traceback(stack: string, cells: CellRecords): string[] {
  const places: Place[] = [];
  const mapped = stack.replace(CELL_POSITION, (position, line: string, column: string) => {
    const place = placeOf(position, Number(line), Number(column), cells);
    if (!place) return position;
    places.push(place);
    return `${place.cell.label}, line ${place.line}`;
  });
  const lines = mapped.split("\n").filter((line) => !INTERNAL_FRAME.test(line)).map(colourLine);
  const [first] = places;
  return first ? [...lines, "", ...codeFrame(first.cell, first.line, first.column)] : lines;
}

/** The lines around a position, the line itself marked, a caret under the column; both count from 1. */
export function codeFrame(cell: CellRecord, line: number, column: number): string[] {
  const source = cell.source.split("\n");
  const from = Math.max(1, line - CONTEXT_LINES);
  const shown = source.slice(from - 1, line + CONTEXT_LINES);
  const width = String(from + shown.length - 1).length;
  const rows = shown.flatMap((text, index) => {
    const number = from + index;
    const row = `${String(number).padStart(width)} | ${text}`;
    return number === line ? [`${red(">")} ${row}`, `  ${" ".repeat(width)} | ${" ".repeat(Math.max(0, column - 1))}${red("^")}`] : [dim(`  ${row}`)];
  });
  return [cyan(`${cell.label}, line ${line}`), ...rows];
}

function placeOf(position: string, line: number, column: number, cells: CellRecords): Place | undefined {
  const cell = cells.at(position.replace(/:\d+:\d+$/, ""));
  const original = cell?.rewritten?.originalPosition(line, column);
  return cell && original && { cell, ...original };
}

function colourLine(line: string, index: number): string {
  if (/^\s+at /.test(line)) return dim(line);
  return index === 0 ? line.replace(/^(Uncaught )?[\w$.]+(?=[:\s[]|$)/, red) : line;
}
