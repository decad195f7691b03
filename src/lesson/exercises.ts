// The exercise of a cell, as lessons write it: a solution between its marks, a stub, the usual wrong answers in the cell's metadata.

interface Cell { source: string; metadata: object }

export interface Exercise {
  id: string;
  solution: string;
  stub: string;
  /** From the metadata, one for each hint, in order. */
  wrong: string[];
  hints: number;
}

const solutionMarks = /^\/\/ solution\n([\s\S]*?)^\/\/ end solution\n/m;
const stubMark = /^\/\/ stub: (.+)\n/m;

/** Parts of an exercise cell; a part that is missing is empty. */
export function exerciseOf({ source, metadata }: Cell): Exercise {
  return {
    id: /exercise\("([^"]+)"/.exec(source)?.[1] ?? "",
    solution: solutionMarks.exec(source)?.[1]?.trimEnd() ?? "",
    stub: stubMark.exec(source)?.[1] ?? "",
    wrong: wrongAnswers(metadata),
    hints: source.match(/\bwhen:/g)?.length ?? 0,
  };
}

function wrongAnswers(metadata: object): string[] {
  const { wrong }: { wrong?: unknown } = { ...("cellwright" in metadata && typeof metadata.cellwright === "object" ? metadata.cellwright : {}) };
  return Array.isArray(wrong) ? wrong.map(String) : [];
}

/** The cell's code with another answer in the place of the solution. */
export const answered = (source: string, answer: string): string => source.replace(solutionMarks, () => `${answer}\n`).replace(stubMark, "");
