// The exercises of a lesson: solution, stub, usual wrong answers.
import { codeCells, type Cell, type Notebook } from "./notebook";

export interface ExerciseCell {
  cell: Cell;
  id: string;
  solution: string;
  stub: string;
  wrong: string[]; // from the cell's metadata, one for each hint, in order
  hints: number;
}

const solutionMarks = /^\/\/ solution\n([\s\S]*?)^\/\/ end solution\n/m;
const stubMark = /^\/\/ stub: (.+)\n/m;

/** Parts of an exercise cell; a part that is missing is empty. */
export function exerciseOf(cell: Cell): ExerciseCell {
  return {
    cell,
    id: /exercise\("([^"]+)"/.exec(cell.source)?.[1] ?? "",
    solution: solutionMarks.exec(cell.source)?.[1]?.trimEnd() ?? "",
    stub: stubMark.exec(cell.source)?.[1] ?? "",
    wrong: cell.metadata.cellwright?.wrong ?? [],
    hints: cell.source.match(/\bwhen:/g)?.length ?? 0,
  };
}

export const exercisesOf = (notebook: Notebook): ExerciseCell[] => codeCells(notebook).filter((cell) => cell.metadata.tags.includes("exercise")).map(exerciseOf);

/** The cell with another answer in the place of the solution. */
export const answered = ({ cell }: ExerciseCell, answer: string): string => cell.source.replace(solutionMarks, () => `${answer}\n`).replace(stubMark, "");
