// The built package: its names are found by an ES module, and its tables come alive in a browser.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { chromium } from "playwright-core";

const root = join(__dirname, "../..");
const built = existsSync(join(root, "dist", "index.js"));
const chromiumPath = [process.env.CELLWRIGHT_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));
const load = createRequire(__filename);

/** Runs a module that lies inside the package, where its own name resolves to it. */
async function runModule(code: string): Promise<string> {
  const folder = mkdtempSync(join(root, "dist", "module-"));
  try {
    writeFileSync(join(folder, "module.mjs"), code);
    return (await promisify(execFile)(process.execPath, [join(folder, "module.mjs")])).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

(built ? describe : describe.skip)(`the built package${built ? "" : " (missing: the build)"}`, () => {
  it("exports its names to ES modules, whole and by part", async () => {
    const code = 'import { device, display, html, md, mermaid, nn, plot, progress, render, svg, t, table, train } from "cellwright";\n'
      + 'import { plot as same } from "cellwright/display";\n'
      + "console.log([device, display, html, md, mermaid, plot, progress, render, svg, t, table, train].every((x) => typeof x === 'function'), typeof nn, plot === same);";
    expect(await runModule(code)).to.equal("true object true\n");
  });

  (chromiumPath ? it : it.skip)(`makes tables that page and sort${chromiumPath ? "" : " (missing: Chromium)"}`, async () => {
    const { render, table }: typeof import("../../src/display") = load(join(root, "dist", "display"));
    const rows = Array.from({ length: 45 }, (_, index) => ({ n: (index * 7) % 45, word: `w${index}` }));
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
    try {
      const page = await browser.newPage();
      await page.setContent(String(render(table(rows)).data["text/html"]));
      expect(await page.locator("tbody tr").count()).to.equal(20);
      await page.getByRole("button", { name: "next page" }).click();
      expect(await page.locator("tbody tr td").nth(1).textContent()).to.equal("w20");
      await page.locator("th").first().click();
      expect(await page.locator("tbody tr td:first-child").allTextContents()).to.deep.equal(Array.from({ length: 20 }, (_, n) => String(n)));
      await page.locator("th").first().press("Enter");
      expect(await page.locator("tbody tr td").first().textContent()).to.equal("44");
    } finally {
      await browser.close();
    }
  });
});
