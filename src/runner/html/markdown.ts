// A notebook's Markdown as HTML: formulas, coloured code and charts drawn here, raw HTML sanitised.
import MarkdownIt from "markdown-it";
import { codeHtml } from "./code";
import type { DrawChart } from "./mermaid";
import { useMath } from "./math";
import { sanitized } from "./sanitize";
import { Trusted } from "./trusted";

export interface MarkdownOptions {
  drawChart: DrawChart;
  /** The language of fences that name none. */
  language: string;
  /** Where a link goes on the site; undefined leaves its text only. */
  link(href: string): string | undefined;
  /** A picture's data URI; undefined leaves the address as it is. */
  image(source: string): string | undefined;
}

export interface Heading { level: number; id: string; text: string }

/** Turns Markdown into HTML; `headings` collects what it meets, with ids unique among them. */
export class MarkdownRenderer {
  readonly headings: Heading[] = [];
  private readonly trusted = new Trusted();
  private readonly markdown: MarkdownIt.MarkdownIt;

  constructor(private readonly options: MarkdownOptions) {
    this.markdown = new MarkdownIt({ html: true, linkify: true });
    this.markdown.validateLink = () => true; // the sanitizer judges addresses, data URIs of pictures among them
    useMath(this.markdown, this.trusted);
    const { rules } = this.markdown.renderer;
    rules["fence"] = (tokens, index) => this.fence(tokens[index]?.content ?? "", (tokens[index]?.info ?? "").trim().split(/\s+/)[0] ?? "");
    rules["code_block"] = (tokens, index) => this.fence(tokens[index]?.content ?? "", "plaintext");
    this.markdown.core.ruler.push("site", (state) => {
      state.tokens.forEach((token, index) => {
        if (token.type === "heading_open") token.attrSet("id", this.heading(Number(token.tag.slice(1)), state.tokens[index + 1]?.content ?? ""));
        for (const child of token.children ?? []) this.address(child);
      });
    });
  }

  /** @param image finds pictures that only this text knows: a cell's attachments. */
  render(source: string, image?: (source: string) => string | undefined): string {
    this.imageHere = image;
    return this.trusted.restore(sanitized(this.markdown.render(source)));
  }

  private imageHere: ((source: string) => string | undefined) | undefined;

  private fence(source: string, language: string): string {
    if (language === "mermaid") return this.trusted.hold(this.options.drawChart(source));
    return this.trusted.hold(codeHtml(source.replace(/\n$/, ""), language || this.options.language));
  }

  private heading(level: number, text: string): string {
    const plain = text.replace(/[*_`$]/g, "");
    const base = plain.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "section";
    const same = this.headings.filter(({ id }) => id === base || id.startsWith(`${base}--`)).length;
    const id = same ? `${base}--${same + 1}` : base;
    this.headings.push({ level, id, text: plain });
    return id;
  }

  private address(token: MarkdownIt.Token): void {
    if (token.type === "link_open") token.attrSet("href", this.options.link(String(token.attrGet("href"))) ?? "");
    if (token.type !== "image") return;
    const source = String(token.attrGet("src"));
    token.attrSet("src", this.imageHere?.(source) ?? this.options.image(source) ?? source);
  }
}
