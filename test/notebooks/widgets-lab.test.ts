// Widgets in real JupyterLab, in real Chromium: moved, clicked and looked at as a person does.
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import { openLab, skipIfLacking, START_MS, type Lab } from "./lab";

const sources = [
  `import { anywidget, display, interact, plot, widgets } from "cellwright";
const slider = widgets.IntSlider({ value: 2, min: 1, max: 8, description: "power" });
const powers = (k: number) => plot([{ x: [1, 2, 3], y: [1, 2 ** k, 3 ** k], type: "scatter" }], { title: "to the power of " + k, x: "n", y: "value", alt: "powers" });
display(slider);
const figure = display(powers(slider.value));
slider.on("change:value", (value) => figure.update(powers(value)));`,
  `interact(({ n, loud }) => { console.log("n is", n, loud); return powers(n); }, { n: [1, 5], loud: false });`,
  `const button = widgets.Button({ description: "Press" });
const said = widgets.Output();
let presses = 0;
button.on("click", () => said.capture(() => { console.log("pressed", ++presses); }));
widgets.VBox([button, said])`,
  `const counter = anywidget({
  state: { count: 1 },
  css: ".own-counter { font-weight: bold; }",
  render({ model, el }) {
    const own: HTMLButtonElement = document.createElement("button");
    own.className = "own-counter";
    const show = (): void => { own.textContent = "count is " + model.get("count"); };
    own.addEventListener("click", () => { model.set("count", model.get("count") + 1); model.save_changes(); });
    model.on("change:count", show);
    show();
    el.appendChild(own);
  },
});
const heard = display("nothing yet");
counter.on("change:count", (count) => heard.update(\`the kernel heard \${count}\`));
counter`,
  `const typed = anywidget({ esm: \`
interface Context { model: { get(name: string): number }; el: HTMLElement }
export default { render({ model, el }: Context): void { el.innerHTML = "<i class='own-text'>" + (model.get("count") satisfies number) + "</i>"; } };\`, state: { count: 41 } });
typed`,
  `widgets.Tab([widgets.Dropdown({ options: { one: 1, two: 2 }, description: "which" }), widgets.Text({ value: "inside" })], { titles: ["First", "Second"] })`,
];

describe("widgets in JupyterLab", function () {
  this.timeout(3 * START_MS);
  let lab: Lab;
  let page: Page;
  const cell = (number: number): Locator => page.locator(".jp-CodeCell").nth(number).locator(".jp-OutputArea").first();

  before(async function () {
    skipIfLacking(this, "ipywidgets", "anywidget");
    lab = await openLab(sources);
    ({ page } = lab);
    for (let run = 0; run < sources.length; run++) await page.keyboard.press("Shift+Enter");
    await cell(5).getByText("First").waitFor({ timeout: START_MS });
  });

  after(() => lab?.close());

  it("a slider moves by keyboard, and a Plotly figure follows", async () => {
    const figure = cell(0).locator(".js-plotly-plot");
    await figure.getByText("to the power of 2").waitFor({ timeout: START_MS });
    await cell(0).locator(".noUi-handle").press("ArrowRight");
    await figure.getByText("to the power of 3").waitFor({ timeout: START_MS });
    expect(await cell(0).locator(".widget-readout").innerText()).to.equal("3");
    await cell(0).locator(".noUi-handle").press("ArrowRight");
    await figure.getByText("to the power of 4").waitFor({ timeout: START_MS });
    expect(await figure.count()).to.equal(1);
  });

  it("interact's controls run the function; its output and figure are replaced", async () => {
    await cell(1).getByText("n is 3 false").waitFor({ timeout: START_MS });
    await cell(1).locator(".noUi-handle").press("ArrowRight");
    await cell(1).getByText("n is 4 false").waitFor({ timeout: START_MS });
    await cell(1).locator(".js-plotly-plot").getByText("to the power of 4").waitFor({ timeout: START_MS });
    await cell(1).locator("input[type=checkbox]").click();
    await cell(1).getByText("n is 4 true").waitFor({ timeout: START_MS });
    expect(await cell(1).getByText("n is").count()).to.equal(1);
  });

  it("a button's click prints", async () => {
    const button = cell(2).getByRole("button", { name: "Press" });
    await button.click();
    await cell(2).getByText("pressed 1").waitFor({ timeout: START_MS });
    await button.click();
    await cell(2).getByText("pressed 2").waitFor({ timeout: START_MS });
  });

  it("a custom widget written as a TypeScript function renders, and sends a change back", async () => {
    const own = cell(3).locator("button.own-counter");
    await own.getByText("count is 1").waitFor({ timeout: START_MS });
    expect(await own.evaluate((element) => getComputedStyle(element).fontWeight)).to.equal("700");
    await own.click();
    await cell(3).getByText("the kernel heard 2").waitFor({ timeout: START_MS });
    expect(await own.innerText()).to.equal("count is 2");
  });

  it("a custom widget written as TypeScript text renders", async () => {
    await cell(4).locator("i.own-text").waitFor({ timeout: START_MS });
    expect(await cell(4).locator("i.own-text").innerText()).to.equal("41");
  });

  it("tabs hold controls", async () => {
    await cell(5).getByText("Second").click();
    const inside = cell(5).locator("input[type=text]");
    await inside.waitFor({ timeout: START_MS });
    expect(await inside.inputValue()).to.equal("inside");
  });

  it("shows no widget error", async () => {
    expect(await page.getByText(/Error displaying widget|Failed to load model/).count()).to.equal(0);
  });
});
