// An exercise: tests on the learner's answer, and a hint of its own for each usual wrong answer.
import { t } from "../../display";
import { pass } from "./say";

type Verdict = boolean | Promise<boolean>;
/** An answer, and how it is judged. */
export interface Exercise<Answer> {
  /** The learner's answer: a value, or a function. */
  given: Answer;
  /** All must hold; asked in order. */
  tests: { name: string; ok: (answer: Answer) => Verdict }[];
  /** What is said of known wrong answers: the first that fits is shown. */
  hints?: { when: (answer: Answer) => Verdict; say: string }[];
}

/** What a failed exercise throws: a message for the learner, without a stack. */
export class ExerciseError extends Error {
  override name = "ExerciseError";
  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

/** What `yours()` throws. */
class Unfinished extends Error {}

/** Stands where the learner's own code goes: `const f = (x: number): number => yours();` */
export function yours(): never {
  throw new Unfinished(t({ en: "Replace yours() by your own code.", zh: "请把 yours() 换成你自己的代码。" }));
}

/**
 * Runs the tests on `given` and prints one line when all pass. Otherwise throws ExerciseError: for a stub, what to do; for a
 * known wrong answer, its hint; else the test that failed.
 */
export async function exercise<Answer>(id: string, { given, tests, hints = [] }: Exercise<Answer>): Promise<void> {
  if (given === undefined) throw unfinished(id);
  for (const test of tests) {
    const failure = await attempt(() => test.ok(given));
    if (failure instanceof Unfinished) throw unfinished(id);
    if (failure) throw await failed(id, test.name, failure, given, hints);
  }
  pass(t({ en: `exercise ${id}: passed (tests: ${tests.length})`, zh: `练习 ${id}：通过（测试 ${tests.length} 项）` }));
}

/** undefined when it holds, else the error thrown, or one that says that it does not hold. */
async function attempt(holds: () => Verdict): Promise<Error | undefined> {
  try {
    return (await holds()) === true ? undefined : new Error("");
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const unfinished = (id: string): ExerciseError =>
  new ExerciseError(t({ en: `Exercise ${id} is waiting for your answer: replace yours() and run the cell again.`, zh: `练习 ${id} 还没有作答：把 yours() 换成你的代码，再运行一次。` }));

async function failed<Answer>(id: string, test: string, failure: Error, given: Answer, hints: NonNullable<Exercise<Answer>["hints"]>): Promise<ExerciseError> {
  const head = t({ en: `Exercise ${id}, not yet: ${test}.`, zh: `练习 ${id} 还差一点：${test}。` });
  for (const hint of hints) {
    if (!(await attempt(() => hint.when(given)))) return new ExerciseError(`${head} ${t({ en: "Hint", zh: "提示" })}: ${hint.say}`);
  }
  return new ExerciseError(failure.message ? `${head} ${failure.message}` : head);
}
