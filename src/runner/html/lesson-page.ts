// One notebook's page: head with language switch and how it ran, contents, cells.
import { posix, dirname, resolve } from "node:path";
import { cellsHtml, codeLanguage } from "./cells";
import { escapeHtml } from "./escape";
import { localImage } from "./image";
import { counterpart, langOf, type Lesson } from "./lesson";
import { MarkdownRenderer, type Heading } from "./markdown";
import type { DrawChart } from "./mermaid";
import { pageHtml } from "./page";

const WORDS = {
  en: { all: "All lessons", contents: "Contents", failed: "This run failed", other: "中文" },
  zh: { all: "全部课程", contents: "目录", failed: "本次运行失败", other: "English" },
};

export function lessonPage(lesson: Lesson, lessons: readonly Lesson[], drawChart: DrawChart): string {
  const words = WORDS[lesson.language ?? "en"];
  const language = codeLanguage(lesson.notebook);
  const markdown = new MarkdownRenderer({ drawChart, language, link: (href) => linkOnSite(href, lesson, lessons), image: (source) => localImage(source, dirname(lesson.result.path)) });
  const cells = cellsHtml(lesson.notebook, markdown, language);
  const body = [failure(lesson, words.failed), contents(markdown.headings, words.contents), cells].join("\n");
  return pageHtml({ title: lesson.title, lang: langOf(lesson), root: rootFrom(lesson.page), header: header(lesson, lessons), body });
}

const rootFrom = (page: string): string => "../".repeat(page.split("/").length - 1);

function header(lesson: Lesson, lessons: readonly Lesson[]): string {
  const words = WORDS[lesson.language ?? "en"];
  const other = counterpart(lesson, lessons);
  const change = other ? `<a href="${escapeHtml(hrefBetween(lesson, other))}" lang="${langOf(other)}" hreflang="${langOf(other)}">${words.other}</a>` : "";
  const { device, seconds, outcome } = lesson.result;
  const ran = [device, `${seconds.toFixed(1)} s`, outcome].filter(Boolean).join(" · ");
  return `<a href="${rootFrom(lesson.page)}index.html">${words.all}</a>${change}<span class="ran">${escapeHtml(ran)}</span>`;
}

const hrefBetween = (from: Lesson, to: Lesson): string => posix.relative(posix.dirname(from.page), to.page);

/** Addresses on the net and places on this page stay; notebooks of the site become their pages; other files are not part of the site. */
function linkOnSite(href: string, lesson: Lesson, lessons: readonly Lesson[]): string | undefined {
  if (/^(https?:|mailto:|#)/i.test(href)) return href;
  const [path = "", anchor] = href.split("#");
  const target = resolve(dirname(lesson.result.path), decoded(path));
  const found = lessons.find(({ result }) => resolve(result.path) === target);
  return found && hrefBetween(lesson, found) + (anchor ? `#${anchor}` : "");
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function failure({ result: { failure: failed } }: Lesson, heading: string): string {
  if (!failed) return "";
  const where = failed.id ? `<a href="#cell-${escapeHtml(failed.id)}">cell ${failed.cell}</a>: ` : "";
  return `<p class="failed" role="alert"><strong>${heading}.</strong> ${where}${escapeHtml(`${failed.ename}: ${failed.evalue}`)}</p>`;
}

function contents(headings: readonly Heading[], title: string): string {
  const items = headings.filter(({ level }) => level === 2).map(({ id, text }) => `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`);
  return items.length < 2 ? "" : `<nav class="contents"><details><summary>${title}</summary><ul>${items.join("")}</ul></details></nav>`;
}
