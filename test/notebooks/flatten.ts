// A lesson as one program: its code cells in order, with every exercise also answered by its stub and by its wrong answers.
import { answered, exerciseOf } from "../../src/lesson/exercises";
import { codeCells, type Cell, type Notebook } from "./notebook";

/** What an exercise said to an answer: "passed", or its error's message. `answer` counts the wrong ones from 0. */
export interface Verdict {
  exercise: string;
  answer: "solution" | "stub" | number;
  message: string;
}

/** CommonJS source; `library` stands in for "cellwright". It ends by printing the verdicts as one line of JSON. */
export function flatten(notebook: Notebook, library: string): string {
  const body = codeCells(notebook).map((cell) => (cell.metadata.tags.includes("exercise") ? withAnswers(cell) : cell.source));
  const imported = body.join("\n;\n").replace(/^import \{([^}]*)\} from "cellwright";$/gm, (_, names: string) => `const {${names}} = require(${JSON.stringify(library)});`);
  return `const verdicts = [];
(async () => {
${imported}
;console.log("verdicts " + JSON.stringify(verdicts));
})().catch((error) => { console.error(error); process.exitCode = 1; });
`;
}

function withAnswers(cell: Cell): string {
  const exercise = exerciseOf(cell);
  const trial = (answer: Verdict["answer"], code: string): string => `{
const verdict = { exercise: ${JSON.stringify(exercise.id)}, answer: ${JSON.stringify(answer)}, message: "passed" };
try { ${answered(cell.source, code)} } catch (error) { verdict.message = error.message; }
verdicts.push(verdict);
}`;
  return [trial("solution", exercise.solution), trial("stub", exercise.stub), ...exercise.wrong.map((code, index) => trial(index, code)), cell.source].join("\n");
}
