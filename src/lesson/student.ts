// The student's copy of a lesson: stubs in the place of solutions, nothing that gives them away.
import { tagsOf, type Cell, type CodeCell, type Notebook } from "../runner";
import { answered, exerciseOf } from "./exercises";

/** Without outputs, solutions and recorded wrong answers; "Run all" goes on behind an exercise that is not done yet. */
export function studentCopy(lesson: Notebook): { notebook: Notebook; exercises: number } {
  const exercises = lesson.cells.filter(isExercise);
  const cells = lesson.cells.map((cell, place) => copied(cell, lesson.cells[place + 1]));
  return { notebook: { ...lesson, cells }, exercises: exercises.length };
}

const isExercise = (cell: Cell | undefined): cell is CodeCell => cell?.cell_type === "code" && tagsOf(cell).includes("exercise");

function copied(cell: Cell, next: Cell | undefined): Cell {
  if (cell.cell_type === "code") return withoutOutputs(isExercise(cell) ? stubbed(cell) : cell);
  return cell.cell_type === "markdown" && isExercise(next) ? { ...cell, source: withoutSolution(cell.source) } : cell;
}

const withoutOutputs = (cell: CodeCell): CodeCell => ({ ...cell, outputs: [], execution_count: null });

function stubbed(cell: CodeCell): CodeCell {
  const { cellwright: _, ...metadata } = cell.metadata;
  return { ...cell, source: answered(cell.source, exerciseOf(cell).stub), metadata: { ...metadata, tags: [...tagsOf(cell), "raises-exception"] } };
}

/** The folded part that holds code is the solution; hints stay. */
function withoutSolution(markdown: string): string {
  return markdown.replace(/\n*<details>(?:(?!<details>)[\s\S])*?```ts\n[\s\S]*?<\/details>/g, "").trimEnd();
}
