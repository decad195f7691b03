// The reference's pages, in the site's own style.
import { codeHtml } from "../html/code";
import { escapeHtml } from "../html/escape";
import { MarkdownRenderer } from "../html/markdown";
import { pageHtml } from "../html/page";
import { docMarkdown, firstSentence } from "./doc-comment";
import type { Entry } from "./entries";
import type { Member } from "./members";

/** A name and where its page is. */
export interface Place {
  /** As one writes it: "nn.GPT". */
  path: string;
  /** What it is imported from: "cellwright". */
  module: string;
  entry: Entry;
  /** In the reference's folder: "nn.GPT.html". */
  page: string;
}

const TITLE = "API reference · 接口参考";

export function indexPage(places: readonly Place[]): string {
  const modules = [...new Set(places.map(({ module }) => module))].filter((module) => places.some((place) => place.module === module));
  const search = '<p><label>Search by name · 按名称查找 <input type="search" class="api-search" autocomplete="off"></label></p>';
  const lists = modules.map((module) => `<section><h2><code>${escapeHtml(module)}</code></h2>${list(places.filter((place) => place.module === module))}</section>`);
  const body = `<h1>${TITLE}</h1>\n${search}\n${lists.join("\n")}`;
  return pageHtml({ title: TITLE, lang: "en", root: "../", header: '<a href="../index.html">All lessons · 全部课程</a>', body });
}

const list = (places: readonly Place[]): string => `<ul class="api">${places.map(item).join("\n")}</ul>`;

function item({ path, page, entry }: Place): string {
  return `<li data-name="${escapeHtml(path.toLowerCase())}"><a href="${escapeHtml(page)}"><code>${escapeHtml(path)}</code></a> <span class="ran">${entry.kind}</span> ${inline(firstSentence(entry.doc))}</li>`;
}

export function entryPage(place: Place, places: readonly Place[]): string {
  const { entry, path, module } = place;
  const inner = places.filter((other) => other.module === module && other.path.startsWith(`${path}.`) && !other.path.slice(path.length + 1).includes("."));
  const body = [
    `<h1><code>${escapeHtml(path)}</code></h1>`,
    codeHtml(importOf(place), "typescript"),
    ...entry.signatures.map((signature) => linked(codeHtml(signature, "typescript"), place, places)),
    markdown(entry.doc),
    entry.bases.length ? `<p>Has what ${entry.bases.map((base) => reference(base, place, places)).join(", ")} has too.</p>` : "",
    inner.length ? list(inner) : "",
    ...entry.members.map((member) => memberHtml(member, place, places)),
  ];
  const header = `<a href="../index.html">All lessons · 全部课程</a><a href="index.html">${TITLE}</a>`;
  return pageHtml({ title: path, lang: "en", root: "../", header, body: body.filter(Boolean).join("\n") });
}

const importOf = ({ path, module, entry }: Place): string =>
  `import ${["interface", "type"].includes(entry.kind) && !path.includes(".") ? "type " : ""}{ ${path.split(".")[0]} } from "${module}";`;

function memberHtml({ name, signature, doc }: Member, place: Place, places: readonly Place[]): string {
  return `<section id="${escapeHtml(encodeURIComponent(name))}"><h3><code>${escapeHtml(name)}</code></h3>${linked(codeHtml(signature, "typescript"), place, places)}${markdown(doc)}</section>`;
}

function reference(name: string, place: Place, places: readonly Place[]): string {
  const target = find(name, place, places);
  return target ? `<a href="${escapeHtml(target.page)}"><code>${escapeHtml(name)}</code></a>` : `<code>${escapeHtml(name)}</code>`;
}

/** Types in a signature lead to their pages. */
function linked(html: string, place: Place, places: readonly Place[]): string {
  return html.replace(/(<[^>]*>)|\b([A-Z]\w+)\b/g, (whole, tag: string | undefined, name: string | undefined) => {
    const target = tag === undefined && name ? find(name, place, places) : undefined;
    return target && target !== place ? `<a href="${escapeHtml(target.page)}">${whole}</a>` : whole;
  });
}

/** The name's neighbour first (`nn.Linear` for what is in `nn`), then what the module exports, then what any does. */
function find(name: string, { path, module }: Place, places: readonly Place[]): Place | undefined {
  const prefix = path.includes(".") ? path.slice(0, path.lastIndexOf(".") + 1) : "";
  const own = places.filter((place) => place.module === module);
  return own.find((place) => place.path === prefix + name) ?? own.find((place) => place.path === name) ?? places.find((place) => place.path === name);
}

const renderer = (): MarkdownRenderer => new MarkdownRenderer({ drawChart: (source) => codeHtml(source, "plaintext"), language: "typescript", link: (href) => (/^https?:/.test(href) ? href : undefined), image: () => undefined });

const markdown = (doc: string): string => (doc ? renderer().render(docMarkdown(doc)) : "");

/** One paragraph without its frame. */
const inline = (text: string): string => (text ? renderer().render(text).trim().replace(/^<p>|<\/p>$/g, "") : "");
