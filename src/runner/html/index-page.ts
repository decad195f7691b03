// The site's first page: every lesson, in its languages, with how it ran.
import { basename } from "node:path";
import { escapeHtml } from "./escape";
import { langOf, type Lesson } from "./lesson";
import { pageHtml } from "./page";

export function indexPage(lessons: readonly Lesson[]): string {
  const rows = [...grouped(lessons)].map(([, group]) => group.map(row).join("")).join("\n");
  const head = ["Lesson · 课程", "Device · 设备", "Cells · 单元格", "Time · 用时", "Result · 结果"].map((text) => `<th scope="col">${text}</th>`).join("");
  const body = `<h1>Lessons · 课程</h1>\n<div><table><thead><tr>${head}</tr></thead><tbody>\n${rows}\n</tbody></table></div>`;
  return pageHtml({ title: "Lessons · 课程", lang: "en", root: "", header: "<strong>Cellwright</strong>", body });
}

/** A lesson's languages stand together. */
function grouped(lessons: readonly Lesson[]): Map<string, Lesson[]> {
  const groups = new Map<string, Lesson[]>();
  for (const lesson of lessons) {
    const key = lesson.language ? basename(lesson.page) : lesson.page;
    groups.set(key, [...(groups.get(key) ?? []), lesson]);
  }
  return groups;
}

function row(lesson: Lesson): string {
  const { device, executed, codeCells, seconds, outcome } = lesson.result;
  const link = `<a href="${escapeHtml(encodeURI(lesson.page))}" lang="${langOf(lesson)}">${escapeHtml(lesson.title)}</a>`;
  const cells = [link, escapeHtml(device ?? "–"), `${executed}/${codeCells}`, `${seconds.toFixed(1)} s`, outcome];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
}
