// notebooks/README and the glossary say what the lessons say; words agree across lessons.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { glossaryOf, termsOf } from "../../src/lesson/glossary";
import { glossaryText } from "../../src/lesson/index-text";
import { cardOf, readNotebook, type Notebook } from "../../src/runner";
import { type Language, languages, lessonNames, notebooks } from "../notebooks/notebook";

const lessonsIn = (language: Language): Map<string, Notebook> => new Map(lessonNames().map((name) => [name, readNotebook(join(notebooks, language, `${name}.ipynb`))]));
const fileOf = { en: "README.md", zh: "README.zh-CN.md" };

describe("the index of the lessons", () => {
  for (const language of languages) {
    it(`(${language}) has a card for each lesson with its goal, run time and figure`, () => {
      const index = readFileSync(join(notebooks, fileOf[language]), "utf8");
      for (const [name, lesson] of lessonsIn(language)) {
        const card = index.split(/^## /m).find((part) => part.startsWith("[") && part.split("\n")[0]?.includes(`(${language}/${name}.ipynb)`)) ?? "";
        const title = /^# (.+)$/m.exec(lesson.cells[0]?.source ?? "")?.[1] ?? "no title";
        expect(card, name).to.contain(title);
        expect(card, name).to.contain((cardOf(lesson).goal ?? "no goal").replace(/\]\((?=[\w-]+\.ipynb)/g, `](${language}/`));
        expect(card, `${name}, recorded time`).to.match(/\d+\.\d (s|秒)/);
        const figure = /!\[.+\]\((.+)\)/.exec(card)?.[1] ?? "no figure";
        expect(existsSync(join(notebooks, figure)), `${name}: ${figure}`).to.equal(true);
      }
    });
  }

  it("leads from lesson to lesson by links that lead somewhere", () => {
    for (const language of languages) {
      const index = readFileSync(join(notebooks, fileOf[language]), "utf8");
      const links = [...index.matchAll(/\]\(([^)#\s]+)\)/g)].map(([, link]) => link ?? "").filter((link) => !/^https?:/.test(link));
      expect(links.filter((link) => !existsSync(join(notebooks, decodeURIComponent(link))))).to.deep.equal([]);
    }
  });
});

describe("the glossary", () => {
  it("is the lessons' own words (scripts/lesson-index.mjs writes it)", () => {
    expect(readFileSync(join(notebooks, "GLOSSARY.md"), "utf8")).to.equal(glossaryText(lessonsIn("en")));
  });

  it("has one Chinese word for each English one, in all lessons", () => {
    expect(glossaryOf(lessonsIn("en")).filter(({ zh }) => zh.length > 1).map(({ en, zh, lessons }) => `${en}: ${zh.join(" ≠ ")} (${lessons.join(", ")})`)).to.deep.equal([]);
  });

  it("is the same in both languages of a lesson", () => {
    for (const name of lessonNames()) {
      const [en, zh] = languages.map((language) => termsOf(readNotebook(join(notebooks, language, `${name}.ipynb`))).map((term) => `${term.en}: ${term.zh}`).sort());
      expect(zh, name).to.deep.equal(en);
    }
  });

  it("notices two Chinese words for one", () => {
    const lesson = (zh: string): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [{ cell_type: "markdown", id: "end-jargon", metadata: {}, source: `| English | 中文 |\n|---|---|\n| token | ${zh} |` }] });
    expect(glossaryOf(new Map([["a", lesson("词元")], ["b", lesson("标记")]])).map(({ zh }) => zh)).to.deep.equal([["词元", "标记"]]);
  });
});
