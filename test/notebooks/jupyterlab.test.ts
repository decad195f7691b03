// The kernel in real JupyterLab, in real Chromium: a person opens a notebook, runs its cells, and sees what they show.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openLab, skipIfLacking, START_MS, type Lab } from "./lab";

const sources = [
  'const greeting: string = "from TypeScript";\nconsole.log(greeting.toUpperCase());\n6 * 7',
  'import { plot } from "cellwright";\nplot([{ x: [1, 2, 3], y: [1, 4, 9], type: "scatter" }], { title: "Squares", x: "n", y: "n²", alt: "a parabola" })',
  "const rows: number[] = [];\n\nrows[0]!.toFixed()",
];

describe("the kernel in JupyterLab", function () {
  this.timeout(3 * START_MS);
  let lab: Lab;
  let page: Page;

  before(async function () {
    skipIfLacking(this);
    lab = await openLab(sources);
    ({ page } = lab);
    for (let run = 0; run < sources.length; run++) await page.keyboard.press("Shift+Enter");
    await page.getByText("Cell [3], line 3").first().waitFor({ timeout: START_MS });
  });

  after(() => lab?.close());

  it("shows output and results", async () => {
    const shown = await page.locator(".jp-CodeCell").first().locator(".jp-OutputArea").innerText();
    expect(shown).to.include("FROM TYPESCRIPT").and.to.include("42");
  });

  it("draws a figure live", async () => {
    await page.locator(".js-plotly-plot .main-svg").first().waitFor({ timeout: START_MS });
    expect(await page.locator(".js-plotly-plot").first().innerText()).to.include("Squares");
  });

  it("shows an error with its line and the source around", async () => {
    const shown = await page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea").innerText();
    expect(shown).to.include("TypeError").and.to.include("rows[0]!.toFixed()");
  });
});
