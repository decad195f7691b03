// A notebook's cells as HTML.
import * as v from "valibot";
import { tagsOf, type Cell, type Notebook } from "../notebook";
import { codeHtml } from "./code";
import { escapeHtml } from "./escape";
import type { MarkdownRenderer } from "./markdown";
import { outputHtml } from "./output";
import { savedWidgets } from "../widgets";
import { widgetHtml, type SavedWidgets } from "./widget";

const attachments = v.object({ attachments: v.record(v.string(), v.record(v.string(), v.string())) });

export function cellsHtml(notebook: Notebook, markdown: MarkdownRenderer, language: string): string {
  const widgets = savedWidgets(notebook);
  return notebook.cells.filter((cell) => !tagsOf(cell).includes("remove-cell")).map((cell) => cellHtml(cell, markdown, language, widgets)).join("\n");
}

/** The language of a notebook's code, by its metadata. */
export function codeLanguage({ metadata }: Notebook): string {
  const parsed = v.safeParse(v.object({ language_info: v.object({ name: v.string() }) }), metadata);
  return parsed.success ? parsed.output.language_info.name : "typescript";
}

function cellHtml(cell: Cell, markdown: MarkdownRenderer, language: string, widgets: SavedWidgets): string {
  const id = cell.id ? ` id="cell-${escapeHtml(cell.id)}"` : "";
  if (cell.cell_type === "markdown") return `<section class="cell text"${id}>${markdown.render(cell.source, (source) => attachment(cell, source))}</section>`;
  if (cell.cell_type === "raw") return `<section class="cell raw"${id}><pre>${escapeHtml(cell.source)}</pre></section>`;
  const code = cell.source.trim() ? source(cell.source, language, tagsOf(cell).some((tag) => FOLDED.includes(tag))) : "";
  const outputs = cell.outputs.map((output) => outputHtml(output, markdown, (view) => widgetHtml(view, widgets, markdown))).join("\n");
  return `<section class="cell"${id}>${code}${outputs}</section>`;
}

/** An exercise holds its solution: who wants to try first must not see it at once. */
const FOLDED = ["hide-input", "exercise"];

const source = (text: string, language: string, hidden: boolean): string =>
  hidden ? `<details class="input"><summary>…</summary>${codeHtml(text, language)}</details>` : codeHtml(text, language);

function attachment(cell: Cell, address: string): string | undefined {
  const parsed = v.safeParse(attachments, cell);
  if (!parsed.success || !address.startsWith("attachment:")) return undefined;
  const [bundle] = Object.entries(parsed.output.attachments[decodeURIComponent(address.slice("attachment:".length))] ?? {});
  return bundle && `data:${bundle[0]};base64,${bundle[1].replace(/\s/g, "")}`;
}
