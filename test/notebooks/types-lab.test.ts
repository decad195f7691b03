// Types in real JupyterLab: the warning under a cell, the completer's list, the tooltip.
import { expect } from "chai";
import type { Page } from "playwright-core";
import { openLab, skipIfLacking, START_MS, type Lab } from "./lab";

const sources = ['interface Row { id: number; label: string }\nconst rows: Row[] = [{ id: 1, label: "a" }];', "const wrong: number = rows[0]!.label;", "rows[0]!."];

describe("types in JupyterLab", function () {
  this.timeout(3 * START_MS);
  let lab: Lab;
  let page: Page;

  before(async function () {
    skipIfLacking(this);
    lab = await openLab(sources);
    ({ page } = lab);
    for (let run = 0; run < 2; run++) await page.keyboard.press("Shift+Enter");
  });

  after(() => lab?.close());

  it("shows a type error as a warning under its cell", async () => {
    const output = page.locator(".jp-CodeCell").nth(1).locator(".jp-OutputArea");
    await output.getByText("TS2322").waitFor({ timeout: START_MS });
    expect(await output.innerText()).to.include("Cell [2], line 1: Type 'string' is not assignable to type 'number'.").and.to.include("> 1 | const wrong");
  });

  it("completes a member by its type on Tab, and takes the chosen one in", async () => {
    const editor = page.locator(".jp-CodeCell").nth(2).locator(".cm-content");
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Tab");
    const list = page.locator(".jp-Completer");
    await list.getByText("label", { exact: true }).first().waitFor({ timeout: START_MS });
    expect(await list.innerText()).to.include("id");
    await page.keyboard.type("la");
    await page.keyboard.press("Enter");
    expect(await editor.innerText()).to.equal("rows[0]!.label");
  });

  it("shows the type of the name at the cursor on Shift+Tab", async () => {
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Shift+Tab");
    await page.locator(".jp-Tooltip", { hasText: "Row.label: string" }).waitFor({ timeout: START_MS }); // it is there before its text is
  });
});
