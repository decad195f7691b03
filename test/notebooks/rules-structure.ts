// Rules about the notebook's build: format, header, closing sections, parity of the two languages.
import { codeCells, languages, type Language, type Lesson, type Notebook, sections } from "./notebook";
import { callCount } from "./code";
import { formulasOf } from "./prose";
import type { Rule } from "./lesson-checker";

/** Applies a rule to both languages; complaints name the language. */
export const each = (rule: (notebook: Notebook, language: Language, lesson: Lesson) => string[]): Rule => (lesson) =>
  languages.flatMap((language) => rule(lesson[language], language, lesson).map((problem) => `${language}: ${problem}`));

const unless = (holds: boolean, problem: string): string[] => (holds ? [] : [problem]);
const cellOf = (notebook: Notebook, id: string): string => notebook.cells.find((cell) => cell.id === id)?.source ?? "";

const headerWords: Record<Language, string[]> = {
  en: ["Goal", "You need", "Run time", "Device", "JupyterLab", "Colab", "Binder"],
  zh: ["目标", "预备知识", "运行时间", "设备", "JupyterLab", "Colab", "Binder"],
};
export const author = "禅与计算机程序设计艺术 / Zen and the Art of Computer Programming";

function format(notebook: Notebook): string[] {
  const ids = notebook.cells.map((cell) => cell.id);
  return [
    ...unless(notebook.nbformat === 4 && notebook.nbformat_minor === 5, "is not nbformat 4.5"),
    ...unless(notebook.metadata.kernelspec?.name === "cellwright", "its kernel is not cellwright"),
    ...unless(new Set(ids).size === ids.length, "has a cell id twice"),
    ...ids.filter((id) => !/^[A-Za-z0-9_-]{1,64}$/.test(id)).map((id) => `cell id "${id}" is not valid`),
  ];
}

function header(notebook: Notebook, language: Language, lesson: Lesson): string[] {
  const head = notebook.cells[0];
  if (head?.id !== "head" || !head.source.startsWith("# ")) return ["the first cell is not a title with the id head"];
  const other = language === "en" ? "zh" : "en";
  return [
    ...headerWords[language].filter((word) => !head.source.includes(word)).map((word) => `the header says nothing of "${word}"`),
    ...unless(head.source.includes(`../${other}/${lesson.name}.ipynb`), "the header does not link the other language"),
    ...unless(head.source.includes(author), "the header does not name the article's author"),
    ...unless(codeCells(notebook).some((cell) => callCount(cell.source, "device") > 0), "no cell asks for the device"),
  ];
}

const asked: Record<Language, { question: RegExp; predict: RegExp; explain: RegExp }> = {
  en: { question: /\?/, predict: /\bpredict\b/i, explain: /\bexplain/i },
  zh: { question: /？/, predict: /预测/, explain: /解释/ },
};

function question(notebook: Notebook, language: Language): string[] {
  const all = notebook.cells.map((cell) => cell.source).join("\n");
  const beforeFormula = all.split("$$")[0] ?? "";
  return [
    ...unless(asked[language].question.test(beforeFormula), "asks nothing before its first formula"),
    ...unless(asked[language].predict.test(all) && asked[language].explain.test(all), "never lets the reader predict, then explains"),
  ];
}

function closing(notebook: Notebook): string[] {
  const jargon = cellOf(notebook, "end-jargon").split("\n").filter((row) => /^\|.*[A-Za-z].*\|/.test(row) && /\p{Script=Han}/u.test(row));
  const quiz = cellOf(notebook, "end-quiz");
  const references = cellOf(notebook, "end-references");
  return [
    ...unless(cellOf(notebook, "end-summary").includes("## "), "has no summary"),
    ...unless(jargon.length >= 8, `its jargon list has ${jargon.length} words in both languages, not 8`),
    ...unless(quiz.match(/^\d\. /gm)?.length === 5 && quiz.match(/<details>/g)?.length === 5, "its quiz is not five questions with hidden answers"),
    ...unless((references.match(/^- /gm)?.length ?? 0) >= 4, "cites fewer than four works"),
    ...unless(references.includes(author), "does not cite the article with its author line"),
  ];
}

function parity({ en, zh }: Lesson): string[] {
  if (en.cells.map((cell) => cell.id).join() !== zh.cells.map((cell) => cell.id).join()) return ["the cells differ in id or order"];
  return en.cells.flatMap((cell, index) => {
    const other = zh.cells[index];
    if (!other || cell.cell_type !== other.cell_type || cell.metadata.tags.join() !== other.metadata.tags.join()) return [`cell ${cell.id} differs in kind or tags`];
    if (cell.cell_type === "code") return unless(cell.source === other.source, `code cell ${cell.id} differs`);
    return counterpart(cell.id, cell.source, other.source);
  });
}

function counterpart(id: string, en: string, zh: string): string[] {
  const shape = (text: string): string => (text.match(/^(#+ |\d+\. |- |```|\|)|<details>/gm) ?? []).join(" ");
  const plain = (text: string): string => formulasOf(text).map((formula) => formula.replace(/\\text\{[^}]*\}/g, "").replace(/\s+/g, "")).sort().join("\n");
  return [
    ...unless(shape(en) === shape(zh), `Markdown cell ${id} has other headings, lists or tables in the two languages`),
    ...unless(plain(en) === plain(zh), `Markdown cell ${id} has other formulas in the two languages`),
  ];
}

function concepts(notebook: Notebook): string[] {
  const taught = sections(notebook).filter(({ first }) => !first.id.startsWith("end-"));
  const checked = taught.filter(({ cells }) => cells.some((cell) => cell.cell_type === "code" && callCount(cell.source, "check", "close", "shape", "gradientCheck", "exercise") > 0));
  return unless(taught.length >= 4 && checked.length >= 0.8 * taught.length, `${checked.length} of ${taught.length} sections contain a check`);
}

export const structureRules: Record<string, Rule> = {
  "format": each(format),
  "1 header": each(header),
  "2 question": each(question),
  "6 concepts checked": each(concepts),
  "10 closing": each(closing),
  "13 parity": parity,
};
