// An HTML export by nbconvert and our template opens with the network off: formulas, figures, Mermaid, Chinese.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { chromium, type Browser, type Page } from "playwright-core";

const root = join(__dirname, "../..");
const own = (...path: string[]): string => join(root, ".cellwright", ...path);
const python = process.env.CELLWRIGHT_PYTHON ?? (process.platform === "win32" ? own("python", "Scripts", "python.exe") : own("python", "bin", "python"));
const browserPath = [process.env.CELLWRIGHT_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));

const NEEDS: Record<string, boolean> = {
  "the project's Python": existsSync(python),
  "Chromium": browserPath !== undefined,
  "the kernelspec": existsSync(own("share", "jupyter", "kernels", "cellwright")),
  "the build": existsSync(join(root, "dist", "index.js")),
};
const missing = Object.keys(NEEDS).filter((need) => !NEEDS[need]);

const MARKDOWN = ["# 梯度下降", "", "公式 $\\theta \\leftarrow \\theta - \\eta \\nabla J$，以及", "", "$$\\sum_{i=1}^n x_i^2$$", "", "```mermaid", "graph LR", "  A[输入] --> B[输出]", "```"].join("\n");
const CODE = [
  'import { plot, display, mermaid, table } from "cellwright";\nplot([{ x: [1, 2, 3], y: [1, 4, 9] }], { title: "平方", x: "x", y: "y", alt: "Squares grow" })',
  'plot.steps([{ label: "1", traces: [{ y: [1, 2] }] }, { label: "2", traces: [{ y: [2, 1] }] }], { alt: "Two steps" })',
  'display(mermaid("graph TD\\n  X-->Y", "X leads to Y"));\ndisplay.latex("E = mc^2");\ntable([{ a: 1, b: "猫" }])',
];

function notebook(): object {
  const code = CODE.map((source, index) => ({ cell_type: "code", id: `code-${index}`, metadata: {}, source, outputs: [], execution_count: null }));
  const metadata = { kernelspec: { name: "cellwright", display_name: "TypeScript (Cellwright)", language: "typescript" } };
  return { nbformat: 4, nbformat_minor: 5, metadata, cells: [{ cell_type: "markdown", id: "text", metadata: {}, source: MARKDOWN }, ...code] };
}

async function exported(folder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [join(root, "scripts", "setup-nbconvert.mjs")]);
  const file = join(folder, "page.ipynb");
  writeFileSync(file, JSON.stringify(notebook()));
  const words = ["-m", "nbconvert", "--execute", "--to", "html", "--template", "cellwright", file];
  await promisify(execFile)(python, words, { cwd: folder, env: { ...process.env, JUPYTER_PATH: own("share", "jupyter") }, timeout: 120_000 });
  return join(folder, "page.html");
}

(missing.length ? describe.skip : describe)(`nbconvert's offline export${missing.length ? ` (missing: ${missing.join(", ")})` : ""}`, function () {
  this.timeout(180_000);
  let folder: string;
  let browser: Browser;
  let page: Page;
  let html: string;
  const requests: string[] = [];
  const complaints: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "cellwright-nbconvert-"));
    const file = await exported(folder);
    html = readFileSync(file, "utf8");
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
    const context = await browser.newContext({ offline: true });
    page = await context.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
    page.on("console", (message) => { if (["error", "warning"].includes(message.type())) complaints.push(message.text()); });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector(".jp-RenderedMermaid img");
    await page.waitForSelector(".js-plotly-plot .main-svg");
  });
  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  it("asks nothing of the network, and nothing fails or complains", () => {
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).to.deep.equal([]);
    expect(complaints).to.deep.equal([]);
  });

  it("names no content server", () => {
    expect(html).not.to.match(/https?:\/\/(cdn|cdnjs|unpkg|[a-z.]*jsdelivr)\b/);
  });

  it("typesets formulas of text and of outputs, with fonts that are inside the page", async () => {
    expect(await page.locator(".jp-RenderedMarkdown .katex").count()).to.equal(2);
    expect(await page.locator(".jp-RenderedLatex .katex-display").count()).to.equal(1);
    expect(await page.locator(".katex-error").count()).to.equal(0);
    expect(await page.evaluate(() => document.fonts.ready.then((fonts) => [...fonts].some((font) => font.family.includes("KaTeX_Main") && font.status === "loaded")))).to.equal(true);
  });

  it("draws each figure live, with its words", async () => {
    expect(await page.locator(".js-plotly-plot").count()).to.equal(2);
    expect(await page.locator("[role=img][aria-label='Squares grow']").count()).to.equal(1);
    expect(await page.locator(".js-plotly-plot .slider-container").count()).to.equal(1);
    expect(await page.locator(".js-plotly-plot .gtitle").first().textContent()).to.equal("平方");
  });

  it("draws Mermaid of text and of outputs, and says what an output's chart shows", async () => {
    const charts = page.locator(".jp-RenderedMermaid img");
    expect(await charts.count()).to.equal(2);
    expect(await page.locator(".jp-RenderedMermaid figcaption").textContent()).to.equal("X leads to Y");
    for (const chart of await charts.all()) expect(await chart.evaluate((image: HTMLImageElement) => image.naturalWidth)).to.be.greaterThan(20);
  });

  it("keeps Chinese text and tables", async () => {
    expect(await page.locator("h1").textContent()).to.contain("梯度下降");
    expect(await page.locator(".cellwright-table td").allTextContents()).to.deep.equal(["1", "猫"]);
  });
});
