// Rules about the prose: formulas, derivations, measured numbers, the language itself.
import { codeCells, type Language, type Notebook, proseCells } from "./notebook";
import { callCount } from "./code";
import { formulaProblems, formulasOf, hanShare, measuredNumbers, words } from "./prose";
import { each } from "./rules-structure";
import type { Rule } from "./lesson-checker";

function formulas(notebook: Notebook): string[] {
  return proseCells(notebook).flatMap((cell) => formulaProblems(cell.source).map((problem) => `${cell.id}: ${problem}`));
}

/** Each cell with a derivation heading is followed by a checking cell before the next heading. */
function derivations(notebook: Notebook): string[] {
  return notebook.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "markdown" || !/^### (Derivation|推导)/m.test(cell.source)) return [];
    const rest = notebook.cells.slice(index + 1);
    const next = rest.findIndex((later) => later.cell_type === "markdown" && /^#/m.test(later.source));
    const confirming = rest.slice(0, next === -1 ? undefined : next).filter((later) => later.cell_type === "code");
    const confirmed = confirming.some((later) => callCount(later.source, "close", "gradientCheck", "check") > 0);
    return confirmed && formulasOf(cell.source).length > 0 ? [] : [`the derivation in ${cell.id} is not confirmed by a cell`];
  });
}

function measured(notebook: Notebook): string[] {
  const stated = proseCells(notebook).filter((cell) => cell.id !== "head" && cell.id !== "end-references")
    .flatMap((cell) => measuredNumbers(cell.source).map((number) => `${cell.id} states ${number}, which no cell computes`));
  const spoken = codeCells(notebook).filter((cell) => /md(\.digits\(\d+\))?`/.test(cell.source));
  return [...stated, ...(spoken.length >= 2 ? [] : ["no sentences are produced by cells (md)"])];
}

/** Cells that hold both languages by their nature. */
const mixed = new Set(["head", "end-jargon", "end-references"]);

function inItsLanguage(notebook: Notebook, language: Language): string[] {
  return proseCells(notebook).filter((cell) => !mixed.has(cell.id) && words(cell.source).trim().length > 20).flatMap((cell) => {
    const share = hanShare(cell.source);
    const fits = language === "zh" ? share >= 0.4 : share <= 0.1;
    return fits ? [] : [`${cell.id} is ${Math.round(100 * share)} % Chinese`];
  });
}

/** Marks of text translated word by word or typed carelessly: ASCII punctuation between Chinese characters, straight quotes about them. */
function chinesePunctuation(notebook: Notebook, language: Language): string[] {
  if (language === "en") return [];
  return proseCells(notebook).flatMap((cell) => (words(cell.source).match(/\p{Script=Han}[,;:?!]\p{Script=Han}|"\p{Script=Han}+"/gu) ?? []).map((found) => `${cell.id} has "${found}"`));
}

export const proseRules: Record<string, Rule> = {
  "4 formulas": each(formulas),
  "4 derivations": each(derivations),
  "7 numbers": each(measured),
  "13 language": each(inItsLanguage),
  "13 punctuation": each(chinesePunctuation),
};
