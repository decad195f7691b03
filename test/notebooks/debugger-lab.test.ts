// The debugger in real JupyterLab: a breakpoint in the gutter, the variables, a step, and on.
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { openLab, skipIfLacking, START_MS, type Lab } from "./lab";

const cell = `function total(rows: number[]): number {
  let sum = 0;
  for (const r of rows) {
    sum += r;
  }
  return sum;
}
const data = [3, 4];
total(data)`;

describe("the debugger in JupyterLab", function () {
  this.timeout(3 * START_MS);
  let lab: Lab;
  let page: Page;
  let sidebar: Locator;
  let breakpoints: Locator;
  /** One element of the gutter is a spacer. */
  const clickGutter = (line: number): Promise<void> => page.locator(".jp-CodeCell").first().locator(".cm-breakpoint-gutter .cm-gutterElement").nth(line).click();
  const variable = (text: string): Promise<void> => sidebar.locator(".jp-TreeItem").getByText(text, { exact: true }).first().waitFor({ timeout: START_MS });
  const press = async (command: string): Promise<void> => {
    await lab.quiet();
    await sidebar.locator(`jp-button[data-command="debugger:${command}"]`).click();
  };

  before(async function () {
    skipIfLacking(this);
    lab = await openLab([cell, 'const later = { title: "seen" };']);
    ({ page } = lab);
    sidebar = page.locator(".jp-DebuggerSidebar");
    breakpoints = sidebar.locator(".jp-DebuggerBreakpoint");
    await lab.quiet();
    await page.locator(".jp-DebuggerBugButton").click();
    await page.locator('.jp-DebuggerBugButton[aria-pressed="true"]').waitFor({ timeout: START_MS });
    await lab.quiet();
    if (!(await sidebar.isVisible())) await page.locator('.jp-SideBar li[data-id="jp-debugger-sidebar"]').click();
    await sidebar.getByText("probe.ipynb").waitFor({ timeout: START_MS });
  });

  after(() => lab?.close());

  it("stops at a breakpoint set in the gutter, and shows the frames and variables", async () => {
    await clickGutter(4);
    await breakpoints.waitFor({ timeout: START_MS });
    await lab.quiet();
    await page.locator(".jp-CodeCell").first().locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    await variable("(2) [3, 4]");
    await sidebar.locator(".jp-DebuggerCallstackFrame-name").nth(1).waitFor({ timeout: START_MS });
    expect(await sidebar.locator(".jp-DebuggerCallstackFrame-name").allInnerTexts()).to.deep.equal(["total", "Cell [1]"]);
    expect(await sidebar.locator(".jp-DebuggerVariables .jp-TreeItem").allInnerTexts()).to.include.members(["r\n3", "sum\n0"]);
  });

  it("opens a variable", async () => {
    await sidebar.locator(".jp-TreeItem", { hasText: "rows" }).first().click();
    await sidebar.locator(".jp-TreeItem .jp-TreeItem", { hasText: /^length/ }).first().waitFor({ timeout: START_MS });
  });

  it("steps, and goes on to the end", async () => {
    await press("next");
    const sum = sidebar.locator(".jp-TreeItem", { has: page.locator(".jp-DebuggerVariables-name", { hasText: "sum" }) });
    await sum.getByText("3", { exact: true }).waitFor({ timeout: START_MS });
    await clickGutter(4);
    await breakpoints.waitFor({ state: "detached", timeout: START_MS });
    await press("continue");
    await page.locator(".jp-CodeCell").first().locator(".jp-OutputArea-output").getByText("7").waitFor({ timeout: START_MS });
  });

  it("lists the session's variables without a stop", async () => {
    await page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click();
    await page.keyboard.press("Shift+Enter");
    await variable('{title: "seen"}');
  });
});
