// Rules about the code: length, names, figures, seed, tensors, texts in both languages. The code is alike in both languages.
import { codeCells, languages, type Lesson, type Notebook } from "./notebook";
import { callCount, declaredNames, plotCalls, translations, untranslated, usesTopLevelUsing } from "./code";
import type { Rule } from "./lesson-checker";

const MOST_LINES = 15;
const sources = (notebook: Notebook): string[] => codeCells(notebook).map((cell) => cell.source);
const all = (notebook: Notebook): string => sources(notebook).join("\n");

function short({ en }: Lesson): string[] {
  return codeCells(en).flatMap((cell) => {
    const count = cell.source.split("\n").length;
    return count <= MOST_LINES ? [] : [`cell ${cell.id} has ${count} lines`];
  });
}

/** tslab refuses a name declared in two cells, and `using` at a cell's top level. */
function names({ en }: Lesson): string[] {
  const seen = new Map<string, string>();
  return codeCells(en).flatMap((cell) => [
    ...declaredNames(cell.source).flatMap((name) => {
      const before = seen.get(name);
      seen.set(name, cell.id);
      return before === undefined ? [] : [`${name} is declared in ${before} and in ${cell.id}`];
    }),
    ...(usesTopLevelUsing(cell.source) ? [`${cell.id} has using at its top level`] : []),
  ]);
}

function byHandThenLibrary({ en }: Lesson): string[] {
  const compared = sources(en).some((source) => callCount(source, "close", "gradientCheck") > 0 && /\b(tf|nn|optim)\.|\bgradientCheck\(|\bnew [A-Z]/.test(source));
  return compared ? [] : ["nothing made by hand is compared with the library"];
}

/** Pictures have no axes; confusion matrices and attention name theirs by themselves. */
const needed = (kind: string): string[] => (["plot.images", "plot.confusion", "plot.attention"].includes(kind) ? ["title", "alt"] : ["title", "x", "y", "alt"]);

function figures({ en }: Lesson): string[] {
  const plots = sources(en).flatMap(plotCalls);
  const bare = plots.filter(({ kind, keys }) => !needed(kind).every((key) => keys.includes(key)));
  return [
    ...(plots.length >= 2 ? [] : [`has ${plots.length} figures, not 2`]),
    ...bare.map(({ kind, keys }) => `a figure (${kind}) has only ${keys.join(", ") || "no options"}: ${needed(kind).join(", ")} are needed`),
    ...(/\bplot\.steps\(|\b(sliders|updatemenus|frames):/.test(all(en)) ? [] : ["no figure is interactive"]),
    ...(callCount(all(en), "mermaid") > 0 || en.cells.some((cell) => cell.source.includes("```mermaid")) ? [] : ["no flow is drawn with mermaid"]),
  ];
}

function reproducible({ en }: Lesson): string[] {
  const source = all(en);
  const final = codeCells(en).at(-1);
  return [
    ...(/\bseed\b/.test(source) && /\brng\(/.test(source) ? [] : ["no fixed seed"]),
    ...(/Math\.random|dataSync|arraySync/.test(source) ? ["uses Math.random or a synchronous read"] : []),
    ...(final?.id === "leak-check" && /numTensors/.test(final.source) && callCount(final.source, "check") > 0 ? [] : ["its last code cell is not leak-check"]),
  ];
}

function unexecuted(lesson: Lesson): string[] {
  return languages.flatMap((language) => codeCells(lesson[language])
    .filter((cell) => (cell.outputs ?? []).length > 0 || (cell.execution_count ?? null) !== null).map((cell) => `${language}: ${cell.id} is committed with outputs`));
}

function budget({ en }: Lesson): string[] {
  const slow = codeCells(en).filter((cell) => cell.metadata.tags.includes("slow"));
  const dated = en.cells.some((cell) => /\b20\d\d-\d\d-\d\d\b/.test(cell.source));
  return [
    ...(callCount(all(en), "scale") > 0 ? [] : ["nothing is scaled down for a smoke run"]),
    ...(slow.length > 0 && !dated ? ["has slow cells and no recorded, dated result"] : []),
  ];
}

function bothLanguages({ en }: Lesson): string[] {
  return codeCells(en).flatMap((cell) => [
    ...translations(cell.source).filter(({ en, zh }) => !en || !zh).map(() => `${cell.id}: a t() lacks a language`),
    ...translations(cell.source).filter(({ en, zh }) => /\p{Script=Han}/u.test(en ?? "") || (/[A-Za-z]{4,} [A-Za-z]{3,}/.test(en ?? "") && !/\p{Script=Han}/u.test(zh ?? ""))).map(({ en }) => `${cell.id}: ${en} is not in its language`),
    ...untranslated(cell.source).map((text) => `${cell.id}: ${text} is shown in one language`),
  ]);
}

export const codeRules: Record<string, Rule> = {
  "3 short cells": short,
  "3 names": names,
  "5 by hand, then library": byHandThenLibrary,
  "8 figures": figures,
  "11 reproducible": reproducible,
  "11 no outputs": unexecuted,
  "12 budget": budget,
  "13 texts": bothLanguages,
};
