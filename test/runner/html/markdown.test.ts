// Markdown as a notebook's author writes it, and as an attacker does.
import { expect } from "chai";
import { MarkdownRenderer } from "../../../src/runner/html/markdown";
import { chartDrawer, type DrawChart } from "../../../src/runner/html/mermaid";

describe("Markdown of a notebook", () => {
  let drawChart: DrawChart;
  before(async () => (drawChart = await chartDrawer()));
  const renderer = (): MarkdownRenderer => new MarkdownRenderer({ drawChart, language: "typescript", link: (href) => (href.startsWith("http") ? href : undefined), image: () => undefined });
  const html = (source: string): string => renderer().render(source);

  it("shows formulas within a line, on their own, in tables and lists, and leaves prices alone", () => {
    expect(html("so $x_1 < y$ holds")).to.include('class="katex"').and.to.include("<math");
    expect(html("$$\n\\int_0^1 x\\,dx\n$$")).to.include("katex-display");
    expect(html("text\n$$a+b$$\nmore")).to.include("katex-display").and.to.include("more");
    expect(html("| a |\n|---|\n| $\\tfrac12$ |")).to.include("<table>").and.to.include('class="katex"');
    expect(html("- one\n\n  $$x^2$$\n- two")).to.include("katex-display");
    expect(html("from $5 to $10, or \\$3")).to.not.include("katex");
    expect(html("`$x$`")).to.include("<code>$x$</code>");
  });

  it("shows a wrong formula in red and goes on", () => {
    expect(html("$\\frac{$ and **bold**")).to.include("katex-error").and.to.include("<strong>bold</strong>");
  });

  it("colours code, in the notebook's language if a fence names none", () => {
    expect(html("```\nconst x = 1;\n```")).to.include('<span class="hljs-keyword">const</span>');
    expect(html("```python\ndef f(): pass\n```")).to.include('<span class="hljs-keyword">def</span>');
    expect(html("```nonsense\n<b>\n```")).to.include("&lt;b&gt;");
  });

  it("folds solutions, with Markdown inside", () => {
    const made = html("<details><summary>答案</summary>\n\n**bold** and $x$\n\n```ts\nlet y = 2;\n```\n</details>");
    expect(made).to.match(/<details><summary>答案<\/summary>[^]*<strong>bold<\/strong>[^]*katex[^]*hljs-keyword[^]*<\/details>/);
  });

  it("draws a chart, Chinese labels included, and keeps the source of a kind that it does not know", () => {
    const made = html("```mermaid\nflowchart LR\n  accDescr: Data become a model\n  A[数据集准备] -->|清洗与分词| B[大语言模型训练]\n```");
    const svg = Buffer.from(/base64,([^"]+)/.exec(made)?.[1] ?? "", "base64").toString();
    expect(made).to.include('alt="Data become a model"');
    expect(svg).to.include("数据集准备").and.to.include("清洗与分词").and.not.to.include("http://fonts").and.not.to.include("@import");
    expect(html("```mermaid\nunknownChart\n  a b\n```")).to.include("unknownChart");
  });

  it("keeps the places that a link within the page leads to", () => {
    expect(renderer().render('<a id="q1"></a>\n\n## One')).to.include('<a id="q1"></a>');
  });

  it("gives headings ids of their own, in any script", () => {
    const made = renderer();
    made.render("## 激活函数\n## Same\n## Same");
    expect(made.headings.map(({ id }) => id)).to.deep.equal(["激活函数", "same", "same--2"]);
  });

  it("keeps only the text of links that lead nowhere on the site", () => {
    expect(html("[a](../../README.md) [b](https://example.org)")).to.include('href="https://example.org"').and.not.to.include("README");
  });

  for (const [what, source] of [
    ["a script", "<script>alert(1)</script>x"],
    ["an event handler", '<img src=x onerror="alert(1)">'],
    ["a javascript link", "[x](javascript:alert(1))"],
    ["a javascript link in HTML", '<a href="java\tscript:alert(1)">x</a>'],
    ["a frame", '<iframe src="https://example.org"></iframe>'],
    ["a style that loads", '<p style="background:url(https://example.org/x)">x</p><style>@import "https://example.org"</style>'],
    ["a form", '<form action="https://example.org"><input name=a></form>'],
    ["SVG with a script", '<svg onload="alert(1)"><script>alert(1)</script></svg>'],
    ["a data URI that is a page", '<a href="data:text/html,<script>alert(1)</script>">x</a>'],
    ["a formula with a link", "$\\href{javascript:alert(1)}{x}$"],
  ] as const) {
    it(`stops ${what}`, () => {
      const visible = html(source).replace(/base64,[^"]*/g, "");
      expect(visible).to.not.match(/<script|<iframe|<form|<input|<style|<svg on|onerror=|onload=|url\(|href="(?:java|data)/i);
    });
  }

  it("keeps sounds and films that it carries, makes a link of those on the net, and drops those that have no source", () => {
    const sound = '<audio controls="controls" src="data:audio/wav;base64,UklGRg=="></audio>';
    expect(html(`<p>${sound}</p>`)).to.include('src="data:audio/wav;base64,UklGRg=="').and.to.match(/<audio[^>]* controls/);
    expect(html('<audio controls autoplay onplay="alert(1)" src="data:audio/wav;base64,UklGRg=="></audio>')).to.not.match(/autoplay|onplay/);
    expect(html('<video src="https://example.org/a.mp4"></video>')).to.include('<a href="https://example.org/a.mp4"').and.not.to.include("<video");
    expect(html('<audio controls src="javascript:alert(1)"></audio>x<video></video>')).to.not.match(/<audio|<video/);
  });

  it("turns a picture on the net into a link, for the page is to work offline", () => {
    expect(html("![alt](https://example.org/a.png)")).to.include('<a href="https://example.org/a.png"').and.not.to.include("<img");
  });
});
