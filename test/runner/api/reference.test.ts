// The API reference: what it reads from .d.ts files, and its pages as they lie in the site.
import { expect } from "chai";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { apiOf, writeReference, type Entry } from "../../../src/runner/api";
import { docMarkdown, firstSentence, plainDoc } from "../../../src/runner/api/doc-comment";
import { indexPage } from "../../../src/runner/html/index-page";

const root = resolve(__dirname, "../../..");
const built = existsSync(join(root, "dist", "index.d.ts"));
const chromiumPath = [process.env.CELLWRIGHT_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));

/** A package of a few files, read and thrown away. */
function entriesOf(files: Record<string, string>): readonly Entry[] {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-api-"));
  try {
    const all = { "package.json": JSON.stringify({ name: "small", exports: { ".": { types: "./index.d.ts" } } }), ...files };
    for (const [path, text] of Object.entries(all)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return apiOf(folder).get("small") ?? [];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("what a package exports", () => {
  it("is followed through files, under the name that it has outside", () => {
    const entries = entriesOf({ "index.d.ts": 'export { inner as outer } from "./parts";\nexport * as all from "./parts";', "parts/index.d.ts": 'export * from "./deep";', "parts/deep.d.ts": "/** Does it. */\nexport declare function inner(x: number): string;" });
    expect(entries.map(({ name, kind, doc }) => [name, kind, doc])).to.deep.equal([["all", "namespace", ""], ["outer", "function", "Does it."]]);
    expect(entries[0]?.entries.map(({ signatures }) => signatures)).to.deep.equal([["function inner(x: number): string"]]);
  });

  it("has its members with their comments, but not the private ones", () => {
    const [model] = entriesOf({ "index.d.ts": "export declare class Model extends Base {\n #private;\n private secret;\n /** Runs. */\n forward(x: number): number;\n readonly size: number;\n}\ndeclare class Base {}" });
    expect(model?.members.map(({ name, doc, callable }) => [name, doc, callable])).to.deep.equal([["forward", "Runs.", true], ["size", "", false]]);
    expect([model?.signatures, model?.bases]).to.deep.equal([["class Model extends Base"], ["Base"]]);
  });

  it("is reached through values too: typeof a function, typeof a module", () => {
    const [value] = entriesOf({ "index.d.ts": 'import * as kinds from "./kinds";\nimport { load } from "./kinds";\nexport declare const value: { load: typeof load; /** Its names. */ names: () => string[] } & typeof kinds;', "kinds.d.ts": "/** Loads. */\nexport declare function load(): void;" });
    expect(value?.entries.map(({ name, doc }) => [name, doc])).to.deep.equal([["load", "Loads."], ["load", "Loads."]]);
    expect(value?.members.map(({ name, doc }) => [name, doc])).to.deep.equal([["names", "Its names."]]);
  });
});

describe("a doc comment", () => {
  it("is text without stars, and its tags a list", () => {
    const doc = plainDoc("*\n * Draws `a: b`. More.\n * @param x where\n * @throws {TypeError} if not\n ");
    expect(docMarkdown(doc)).to.equal("Draws `a: b`. More.\n\n- `x` where\n- Throws `TypeError` if not");
    expect(firstSentence(doc)).to.equal("Draws `a: b`.");
  });
});

(built ? describe : describe.skip)(`the library's reference${built ? "" : " (missing: the build)"}`, () => {
  const site = mkdtempSync(join(tmpdir(), "cellwright-reference-"));
  const folder = join(site, "api");
  const page = (name: string): string => readFileSync(join(folder, name), "utf8");
  before(() => writeReference(root, site));
  after(() => rmSync(site, { recursive: true }));

  it("has a known function with its signature and its text", () => {
    const text = page("train.html").replace(/<[^>]+>/g, "");
    expect(text).to.contain("function train&lt;Batch&gt;(options: TrainOptions&lt;Batch&gt;): Promise&lt;TrainReport&gt;").and.contain("Throws if a step leaves tensors behind");
    expect(text).to.contain("import { train } from &quot;cellwright&quot;;");
  });

  it("has what is reached through names: nn.GPT, plot.curves, data.load", () => {
    for (const name of ["nn.GPT", "plot.curves", "data.load", "widgets.IntSlider"]) expect(page("index.html")).to.contain(`href="${name}.html"`);
  });

  it("has no dead link, and loads nothing from the net", () => {
    const pages = readdirSync(folder);
    for (const name of pages) {
      const html = page(name);
      const targets = [...html.matchAll(/(?:href|src)="([^"#]+)"/g)].map(([, href]) => href ?? "").filter((href) => !href.startsWith("data:"));
      for (const href of targets) expect(href === "../index.html" || /^https?:/.test(href) || existsSync(join(folder, decodeURI(href))), `${name} → ${href}`).to.equal(true);
      expect(html).not.to.match(/src="https?:/);
    }
    expect(pages.length).to.be.greaterThan(250);
  });

  it("is linked to from the site's first page when it is there", () => {
    expect(indexPage([], () => "", true)).to.contain('href="api/index.html"');
    expect(indexPage([], () => "", false)).not.to.contain("api/index.html");
  });

  (chromiumPath ? it : it.skip)(`is searched by name${chromiumPath ? "" : " (missing: Chromium)"}`, async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
    try {
      const index = await browser.newPage();
      await index.goto(`file://${join(folder, "index.html")}`);
      await index.getByRole("searchbox").fill("PLOT.CUR");
      expect(await index.locator("ul.api li:visible a").allTextContents()).to.deep.equal(["plot.curves"]);
    } finally {
      await browser.close();
    }
  });
});
