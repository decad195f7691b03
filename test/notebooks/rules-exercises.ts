// Rules about the exercises: solution, stub, hints, and a wrong answer on record for each hint.
import { type ExerciseCell, exercisesOf } from "./exercises";
import { declaredNames, mentions } from "./code";
import { codeCells, languages, type Lesson, type Notebook } from "./notebook";
import type { Rule } from "./lesson-checker";

function enough({ en }: Lesson): string[] {
  const ids = exercisesOf(en).map(({ id }) => id);
  return ids.length >= 4 && new Set(ids).size === ids.length ? [] : [`has ${new Set(ids).size} exercises, not 4`];
}

function complete({ en }: Lesson): string[] {
  return exercisesOf(en).flatMap((exercise) => missing(exercise).map((part) => `exercise ${exercise.id || exercise.cell.id} has no ${part}`));
}

function missing({ id, solution, stub, hints, wrong }: ExerciseCell): string[] {
  const parts = { "exercise(id)": id !== "", "solution between its marks": solution !== "", "stub with yours()": stub.includes("yours()"), hint: hints > 0, "wrong answer for each hint": wrong.length === hints };
  return Object.entries(parts).flatMap(([part, there]) => (there ? [] : [part]));
}

/** The Markdown cell before an exercise hides a hint and the solution, word for word. */
function hidden(lesson: Lesson): string[] {
  return languages.flatMap((language) => exercisesOf(lesson[language]).flatMap((exercise) => {
    const told = before(lesson[language], exercise.cell.id);
    const whole = (told.match(/<details>/g)?.length ?? 0) >= 2 && told.includes(`\`\`\`ts\n${exercise.solution}\n\`\`\``);
    return whole ? [] : [`${language}: before ${exercise.cell.id} there is no hidden hint and solution`];
  }));
}

const before = (notebook: Notebook, id: string): string => notebook.cells[notebook.cells.findIndex((cell) => cell.id === id) - 1]?.source ?? "";

/** A student's copy runs on behind an exercise that is not done: no other cell needs its answer. */
function independent({ en }: Lesson): string[] {
  return exercisesOf(en).flatMap(({ cell, solution }) => {
    const others = codeCells(en).filter(({ id }) => id !== cell.id);
    return declaredNames(solution).flatMap((name) => others.filter(({ source }) => mentions(source, name)).map(({ id }) => `${id} uses ${name}, the answer of ${cell.id}`));
  });
}

export const exerciseRules: Record<string, Rule> = { "9 four exercises": enough, "9 complete": complete, "9 hidden solution": hidden, "9 independent": independent };
