// The points that every lesson keeps, as far as a script can tell. A rule returns what is wrong; no complaint means kept.
//
// Conventions that the rules read: the first cell has the id `head`; the closing sections start in cells `end-summary`,
// `end-jargon`, `end-quiz`, `end-references`; the last code cell is `leak-check`; derivations stand under a heading
// "### Derivation…" / "### 推导…"; exercises carry the tag `exercise` (see exercises.ts), slow cells the tag `slow`.
import { codeRules } from "./rules-code";
import { exerciseRules } from "./rules-exercises";
import { proseRules } from "./rules-prose";
import { structureRules } from "./rules-structure";
import type { Lesson } from "./notebook";

export type Rule = (lesson: Lesson) => string[];
export const rules: Record<string, Rule> = { ...structureRules, ...proseRules, ...codeRules, ...exerciseRules };

/** All complaints about a lesson, each with the point it is about. */
export const problemsOf = (lesson: Lesson): string[] => Object.entries(rules).flatMap(([point, rule]) => rule(lesson).map((problem) => `${point}: ${problem}`));
