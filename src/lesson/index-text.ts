// notebooks/README: the learning path, a card a lesson and the glossary, as Markdown; made from the lessons themselves.
import { cardOf, learningPath, prerequisites, type Notebook } from "../runner";
import { glossaryOf } from "./glossary";

export type Language = "en" | "zh";

/** A lesson's seconds and device, as last recorded. */
export interface Recorded { seconds: number; device: string }

export interface IndexOptions {
  language: Language;
  /** The lessons in this language, by name. */
  lessons: ReadonlyMap<string, Notebook>;
  recorded: ReadonlyMap<string, Recorded>;
  /** The recorded run's day, and processor. */
  record: { date: string; machine: string };
  /** A figure's file, by lesson; a lesson without one shows none. */
  figures: ReadonlyMap<string, { file: string; alt: string }>;
}

const WORDS = {
  en: { title: "Lessons", other: "**English** · [中文](README.zh-CN.md)", path: "Learning path", intro: "An arrow points from a lesson to one that builds on it. The rest can be read in any order.", need: "You need", time: "Run time", glossary: "[Glossary](GLOSSARY.md)", run: (r: Recorded) => `${r.seconds.toFixed(1)} s (${r.device})`, times: (date: string, machine: string) => `Run times were recorded on ${date}: ${machine}.` },
  zh: { title: "课程", other: "[English](README.md) · **中文**", path: "学习路径", intro: "箭头从一课指向以它为基础的课；其余的课不分先后。", need: "预备知识", time: "运行时间", glossary: "[术语表](GLOSSARY.md)", run: (r: Recorded) => `${r.seconds.toFixed(1)} 秒（${r.device}）`, times: (date: string, machine: string) => `运行时间记录于 ${date}：${machine}。` },
};

export function indexText(options: IndexOptions): string {
  const { language, lessons, record } = options;
  const words = WORDS[language];
  const cards = [...lessons].map(([name, lesson]) => card(name, lesson, options));
  return [`# ${words.title}`, words.other, `## ${words.path}`, words.intro, path(lessons), ...cards, words.times(record.date, record.machine), words.glossary].join("\n\n") + "\n";
}

const titleOf = ({ cells }: Notebook): string => /^# (.+)$/m.exec(cells[0]?.source ?? "")?.[1] ?? "";

function path(lessons: ReadonlyMap<string, Notebook>): string {
  const steps = [...lessons].map(([name, lesson]) => ({ name, titles: [titleOf(lesson)], buildsOn: prerequisites(cardOf(lesson)) }));
  return ["```mermaid", learningPath(steps) ?? "", "```"].join("\n");
}

function card(name: string, lesson: Notebook, { language, recorded, figures }: IndexOptions): string {
  const words = WORDS[language];
  const { goal = "", need = "" } = cardOf(lesson);
  const [figure, ran] = [figures.get(name), recorded.get(name)];
  const inFolder = (text: string): string => text.replace(/\]\((?=[\w-]+\.ipynb)/g, `](${language}/`);
  const lines = [`## [${titleOf(lesson)}](${language}/${name}.ipynb)`, ...(figure ? [`![${figure.alt}](${figure.file})`] : []), inFolder(goal), `**${words.need}**: ${inFolder(need)}`, ...(ran ? [`**${words.time}**: ${words.run(ran)}`] : [])];
  return lines.join("\n\n");
}

/** @param lessons of either language, by name: the tables hold both words. */
export function glossaryText(lessons: ReadonlyMap<string, Notebook>): string {
  const rows = glossaryOf(lessons).map(({ en, zh, lessons: names }) => `| ${en} | ${zh.join(" / ")} | ${names.map((name) => `[${name.slice(0, 2)}](en/${name}.ipynb) [中](zh/${name}.ipynb)`).join(", ")} |`);
  return ["# Glossary · 术语表", "", "| English | 中文 | lessons · 课程 |", "|---|---|---|", ...rows].join("\n") + "\n";
}
