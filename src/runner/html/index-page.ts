// The site's first page: a learning path, a card a lesson, and how every notebook ran.
import { basename } from "node:path";
import { cardOf, prerequisites } from "./card";
import { escapeHtml } from "./escape";
import { svgImage } from "./image";
import { learningPath } from "./learning-path";
import { langOf, type Lesson } from "./lesson";
import { MarkdownRenderer } from "./markdown";
import type { DrawChart } from "./mermaid";
import { pageHtml } from "./page";

type Group = readonly [Lesson, ...Lesson[]];

/** @param reference whether an API reference stands in the site's `api` folder. */
export function indexPage(lessons: readonly Lesson[], drawChart: DrawChart, reference = false): string {
  const groups = grouped(lessons);
  const body = ["<h1>Lessons · 课程</h1>", path(groups, drawChart), cards(groups, lessons, drawChart), results(groups)].filter(Boolean).join("\n");
  return pageHtml({ title: "Lessons · 课程", lang: "en", root: "", header: `<strong>Cellwright</strong>${reference ? '<a href="api/index.html">API reference · 接口参考</a>' : ""}`, body });
}

/** A lesson's languages stand together. */
function grouped(lessons: readonly Lesson[]): Group[] {
  const groups = new Map<string, [Lesson, ...Lesson[]]>();
  for (const lesson of lessons) {
    const key = lesson.language ? basename(lesson.page) : lesson.page;
    const group = groups.get(key);
    if (group) group.push(lesson);
    else groups.set(key, [lesson]);
  }
  return [...groups.values()];
}

const nameOf = ([{ page }]: Group): string => basename(page, ".html");

function path(groups: readonly Group[], drawChart: DrawChart): string {
  const chart = learningPath(groups.map((group) => ({ name: nameOf(group), titles: group.map(({ title }) => title), buildsOn: prerequisites(cardOf(group[0].notebook)) })));
  return chart ? `<h2>Learning path · 学习路径</h2>\n${drawChart(chart)}` : "";
}

function cards(groups: readonly Group[], lessons: readonly Lesson[], drawChart: DrawChart): string {
  const made = groups.filter((group) => cardOf(group[0].notebook).goal !== undefined).map((group) => card(group, lessons, drawChart));
  return made.length === 0 ? "" : `<div class="cards">\n${made.join("\n")}\n</div>`;
}

function card(group: Group, lessons: readonly Lesson[], drawChart: DrawChart): string {
  const { figure } = cardOf(group[0].notebook);
  const picture = figure ? svgImage(figure.svg, figure.alt) : "";
  return `<article class="card">${picture}${group.map((lesson) => cardText(lesson, lessons, drawChart)).join("")}</article>`;
}

function cardText(lesson: Lesson, lessons: readonly Lesson[], drawChart: DrawChart): string {
  const { goal = "", need = "" } = cardOf(lesson.notebook);
  const siblings = lessons.filter(({ language }) => language === lesson.language);
  const link = (href: string): string | undefined => siblings.find(({ page }) => basename(page, ".html") === basename(href, ".ipynb"))?.page;
  const markdown = new MarkdownRenderer({ drawChart, language: "text", link, image: () => undefined });
  const words = lesson.language === "zh" ? { need: "预备知识：", seconds: "秒" } : { need: "You need: ", seconds: "s" };
  const { device, seconds, outcome } = lesson.result;
  const ran = [device, `${seconds.toFixed(1)} ${words.seconds}`, outcome].filter(Boolean).join(" · ");
  return `<div lang="${langOf(lesson)}"><h2>${linkTo(lesson)}</h2>${markdown.render(goal)}${need && markdown.render(words.need + need)}<p class="ran">${escapeHtml(ran)}</p></div>`;
}

const linkTo = (lesson: Lesson): string => `<a href="${escapeHtml(encodeURI(lesson.page))}" lang="${langOf(lesson)}">${escapeHtml(lesson.title)}</a>`;

function results(groups: readonly Group[]): string {
  const head = ["Lesson · 课程", "Device · 设备", "Cells · 单元格", "Time · 用时", "Result · 结果"].map((text) => `<th scope="col">${text}</th>`).join("");
  const rows = groups.flatMap((group) => group.map(row)).join("\n");
  return `<h2>This run · 本次运行</h2>\n<div class="results"><table><thead><tr>${head}</tr></thead><tbody>\n${rows}\n</tbody></table></div>`;
}

function row(lesson: Lesson): string {
  const { device, executed, codeCells, seconds, outcome } = lesson.result;
  const cells = [linkTo(lesson), escapeHtml(device ?? "–"), `${executed}/${codeCells}`, `${seconds.toFixed(1)} s`, outcome];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}
