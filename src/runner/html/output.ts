// One output of a cell as HTML: the richest form that is safe and works offline.
import type { Output } from "../notebook";
import { ansiToHtml } from "./ansi";
import { escapeHtml } from "./escape";
import { imageHtml, svgImage } from "./image";
import type { MarkdownRenderer } from "./markdown";
import { sanitized, showsSomething } from "./sanitize";

type Shown = Extract<Output, { data: unknown }>;
interface Form { mime: string; html(value: unknown, shown: Shown, markdown: MarkdownRenderer): string }

export type DrawWidget = (view: unknown) => string;

const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
export const PLOTLY = "application/vnd.plotly.v1+json";

/** @param drawn a widget's static picture, by its view; empty where there is none. */
export function outputHtml(output: Output, markdown: MarkdownRenderer, drawn: DrawWidget = () => ""): string {
  if (output.output_type === "stream") return `<pre class="output stream ${output.name === "stderr" ? "stderr" : "stdout"}" tabindex="0">${ansiToHtml(output.text)}</pre>`;
  if (output.output_type === "error") return `<pre class="output error" role="alert" tabindex="0">${ansiToHtml(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`)}</pre>`;
  return `<div class="output">${richest(output, markdown, drawn)}</div>`;
}

/** First the forms that show most; one that has nothing left after sanitising gives way to the next. */
const FORMS: readonly Form[] = [
  { mime: PLOTLY, html: figure },
  { mime: "text/html", html: (value) => sanitized(text(value)) },
  { mime: "text/markdown", html: (value, _, markdown) => markdown.render(text(value)) },
  { mime: "image/svg+xml", html: (value, shown) => svgImage(text(value), altOf(shown, "image/svg+xml")) },
  ...["image/png", "image/jpeg", "image/gif", "image/webp"].map((mime): Form => ({ mime, html: (value, shown) => imageHtml(mime, text(value), altOf(shown, mime)) })),
  { mime: "text/latex", html: (value, _, markdown) => markdown.render(text(value)) },
  { mime: "application/json", html: (value) => `<pre>${escapeHtml(JSON.stringify(value, null, 2))}</pre>` },
  { mime: "text/plain", html: (value) => `<pre>${ansiToHtml(text(value))}</pre>` },
];

function richest(shown: Shown, markdown: MarkdownRenderer, drawn: DrawWidget): string {
  const widget = WIDGET_VIEW in shown.data ? drawn(shown.data[WIDGET_VIEW]) : "";
  if (widget) return widget;
  for (const { mime, html } of FORMS) {
    const made = mime in shown.data ? html(shown.data[mime], shown, markdown) : "";
    if (made && (showsSomething(made) || made.includes("<figure"))) return made;
  }
  return `<pre>${escapeHtml(Object.keys(shown.data).join(", "))}</pre>`;
}

/** The static picture, and the data from which the page's script makes the live figure. */
function figure(value: unknown, shown: Shown): string {
  const alt = altOf(shown, PLOTLY);
  const still = stillPicture(shown, alt);
  if (typeof value !== "object" || value === null) return still;
  const data = JSON.stringify(value).replaceAll("<", "\\u003c");
  return `<figure class="plot" data-alt="${escapeHtml(alt)}">${still}<script type="application/json">${data}</script></figure>`;
}

function stillPicture({ data }: Shown, alt: string): string {
  if ("image/svg+xml" in data) return svgImage(text(data["image/svg+xml"]), alt);
  if ("image/png" in data) return imageHtml("image/png", text(data["image/png"]), alt);
  return `<pre>${escapeHtml(text(data["text/plain"] ?? alt))}</pre>`;
}

function altOf({ metadata, data }: Shown, mime: string): string {
  const own = metadata[mime];
  const alt = typeof own === "object" && own !== null && "alt" in own ? own.alt : undefined;
  return typeof alt === "string" ? alt : text(data["text/plain"] ?? "").split("\n")[0] ?? "";
}

/** nbformat stores texts whole or as lists of lines. */
const text = (value: unknown): string => (Array.isArray(value) ? value.join("") : String(value ?? ""));
