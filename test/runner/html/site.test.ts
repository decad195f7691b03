// The HTML site in a real browser with the network off.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { writeSite } from "../../../src/runner/html/site";
import type { NotebookResult } from "../../../src/runner";
import { code, contentOf, markdown, Workspace } from "../helpers";

const CHROMIUM = [process.env["CELLWRIGHT_CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path && existsSync(path));
const PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const figure = { data: [{ type: "scatter", x: [1, 2, 3], y: [2, 4, 8] }], layout: { title: { text: "增长" } } };
const shown = (data: object, metadata: object = {}): object => ({ output_type: "display_data", data, metadata });

const outputs = [
  { output_type: "stream", name: "stdout", text: "\u001b[32m绿色\u001b[0m\n" },
  shown({ "application/vnd.plotly.v1+json": figure, "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>', "text/plain": "figure" }, { "application/vnd.plotly.v1+json": { alt: "Growth" } }),
  shown({ "text/html": '<div class="cellwright-table"><table><thead><tr><th>n</th></tr></thead><tbody><tr><td>10</td></tr><tr><td>9</td></tr><tr><td>2</td></tr></tbody></table><script>window.hacked = 1</script></div>', "text/plain": "n" }),
  shown({ "text/html": "<script>window.hacked = 2</script>", "text/plain": "only the script" }),
  shown({ "image/png": PIXEL, "text/plain": "dot" }),
  shown({ "text/latex": "$E = mc^2$", "text/plain": "E" }),
  { output_type: "error", ename: "E", evalue: "bad", traceback: ["\u001b[31mE: bad\u001b[0m", "  at 第三行"] },
];

describe("HTML site", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  let index = "";
  before(async () => {
    const lesson = (language: string, title: string): NotebookResult => {
      const text = `# ${title}\n\n[other](../${language === "en" ? "zh" : "en"}/one.ipynb)\n\n## 一\n$a^2$\n\n<details><summary>hint</summary>\n\nhidden **text**\n</details>\n\n\`\`\`mermaid\ngraph LR\n A[开始] --> B[结束]\n\`\`\`\n\n## 二\n![p](p.png)`;
      const cells = [markdown(text, "text"), { ...code("const wide = 1; // 很长的注释 ".padEnd(400, "x"), "run"), outputs }];
      const path = workspace.notebook(`${language}/one.ipynb`, "k", cells, { metadata: { language_info: { name: "typescript" } } });
      writeFileSync(workspace.path(language, "p.png"), Buffer.from(PIXEL, "base64"));
      return { path, output: path, outcome: "passed", executed: 1, codeCells: 1, seconds: 1.25, device: "wasm" };
    };
    index = await writeSite([lesson("en", "First lesson"), lesson("zh", "第一课")], workspace.path("site"));
  });
  after(() => workspace.remove());

  it("names no address on the net and allows no script but its own", () => {
    const page = contentOf(workspace.path("site", "zh", "one.html"));
    expect(page).to.include("default-src 'none'").and.to.include('<html lang="zh-CN">');
    expect(page.replace(/<math[^]*?<\/math>/g, "")).to.not.match(/(?:src|href)="(?:https?:)?\/\//);
    expect(page).to.not.include("window.hacked");
    expect(page.match(/<script(?! type="application\/json")[^>]*>/g)).to.deep.equal(['<script src="../assets/page.js" defer>']);
  });

  it("fails in one line if its folder cannot be written to", async () => {
    mkdirSync(workspace.path("x"), { recursive: true });
    writeFileSync(workspace.path("x", "file"), "");
    await writeSite([], workspace.path("x", "file", "site")).then(() => expect.fail("no error"), (error: Error) => expect(error.message).to.include("cannot be written"));
  });

  const suite = CHROMIUM ? describe : describe.skip;
  suite(`in Chromium, offline${CHROMIUM ? "" : " (missing: Chromium)"}`, () => {
    let browser: Browser;
    before(async () => (browser = await chromium.launch({ executablePath: CHROMIUM ?? "", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] })));
    after(() => browser.close());

    /** Opens a page of the site; every failed request and console error is a failure. */
    async function opened(name: string, options: Parameters<Browser["newContext"]>[0] = {}): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
      const context = await browser.newContext({ offline: true, ...options });
      const page = await context.newPage();
      const faults: string[] = [];
      page.on("requestfailed", (request) => faults.push(`failed: ${request.url().slice(0, 200)}`));
      page.on("console", (message) => void (["error", "warning"].includes(message.type()) && faults.push(message.text())));
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("request", (request) => void (/^https?:/.test(request.url()) && faults.push(`asked: ${request.url()}`)));
      await page.goto(new URL(name, pathToFileURL(`${dirname(index)}/`)).href);
      return { page, context, faults };
    }

    it("shows formulas, live figures, charts, tables, pictures and errors without a failed request", async () => {
      const { page, context, faults } = await opened("zh/one.html");
      await page.waitForSelector("figure.plot.live svg.main-svg");
      const seen = await page.evaluate(`({
        fonts: [...document.fonts].filter((font) => font.status === "loaded").length,
        broken: [...document.images].filter((image) => !image.hidden && image.naturalWidth === 0).length,
        charts: document.querySelectorAll("figure.chart img").length,
        formulas: document.querySelectorAll(".katex").length,
        green: getComputedStyle(document.querySelector(".ansi-fg-2")).color,
        hacked: typeof window.hacked, text: document.body.innerText })`);
      expect(seen).to.include({ broken: 0, charts: 1, formulas: 2, hacked: "undefined" });
      expect(seen).to.have.property("fonts").that.is.greaterThan(0);
      expect(seen).to.have.property("text").that.includes("增长").and.includes("only the script").and.includes("at 第三行").and.includes("wasm");
      expect(faults).to.deep.equal([]);
      await context.close();
    });

    it("unfolds, sorts, and changes the language", async () => {
      const { page, context, faults } = await opened("zh/one.html");
      await page.waitForSelector("figure.plot.live"); // a load cut short by a click would count as failed
      expect(await page.getByText("hidden text").isVisible()).to.equal(false);
      await page.getByText("hint").click();
      expect(await page.getByText("hidden text").isVisible()).to.equal(true);
      await page.locator(".cellwright-table th").click();
      expect(await page.locator(".cellwright-table td").allInnerTexts()).to.deep.equal(["2", "9", "10"]);
      await page.getByRole("link", { name: "English" }).click();
      expect(await page.title()).to.equal("First lesson");
      await page.waitForSelector("figure.plot.live");
      await page.getByRole("link", { name: "other" }).click();
      expect(await page.title()).to.equal("第一课");
      expect(faults).to.deep.equal([]);
      await context.close();
    });

    it("fits a phone and a dark room", async () => {
      const { page, context } = await opened("zh/one.html", { viewport: { width: 360, height: 740 }, colorScheme: "dark" });
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.equal(360);
      expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).to.equal("rgb(21, 23, 26)");
      await context.close();
    });

    it("prints what is folded", async () => {
      const { page, context } = await opened("zh/one.html");
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate(`document.querySelector("section details").getBoundingClientRect().height`)).to.be.greaterThan(60);
      await context.close();
    });

    it("lists the lessons of both languages", async () => {
      const { page, context, faults } = await opened("index.html");
      expect(await page.locator("tbody a").allInnerTexts()).to.deep.equal(["First lesson", "第一课"]);
      await page.getByRole("link", { name: "第一课" }).click();
      expect(await page.title()).to.equal("第一课");
      expect(faults).to.deep.equal([]);
      await context.close();
    });

    it("is whole without scripts", async () => {
      const { page, context } = await opened("en/one.html", { javaScriptEnabled: false });
      expect(await page.locator("figure.plot img").isVisible()).to.equal(true);
      await context.close();
    });
  });
});
