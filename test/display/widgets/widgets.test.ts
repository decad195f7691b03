// Widgets where no comms are: values, checks and handlers work, and the text says why nothing moves.
import { expect } from "chai";
import { inspect } from "node:util";
import { comms, interact, interactive, link, render, widgets } from "../../../src/display";
import { restore, separate } from "../../../src/display/widgets/buffers";
import { moduleOf, moduleSource } from "../../../src/display/widgets/module-source";

describe("widgets under a host without comms", () => {
  it("show their text and say why", () => {
    const { data } = render(widgets.IntSlider({ value: 4, description: "n" }));
    expect(Object.keys(data)).to.deep.equal(["text/plain"]);
    expect(data["text/plain"]).to.match(/^IntSlider \{ value: 4, description: 'n' \}\n\(as text: .*comms/);
    expect(comms.available).to.equal(false);
    expect(() => comms.open("x")).to.throw("comms need a kernel");
  });

  it("keep their values within bounds and tell of changes once", () => {
    const slider = widgets.IntSlider({ max: 10 });
    const heard: unknown[] = [];
    const off = slider.on("change:value", (value, { old, name }) => heard.push([name, old, value]));
    slider.value = 50;
    slider.value = 10;
    slider.set({ min: 12, max: 20 });
    off();
    slider.value = 13;
    expect(heard).to.deep.equal([["value", 0, 10], ["value", 10, 12]]);
  });

  it("ranges keep their order and start in the middle half", () => {
    const range = widgets.IntRangeSlider({ min: 0, max: 8 });
    expect(range.value).to.deep.equal([2, 6]);
    expect(() => (range.value = [5, 1])).to.throw("low end 5 is above its high end 1");
    range.value = [-3, 99];
    expect(range.value).to.deep.equal([0, 8]);
  });

  it("every handler is called, though one throws", () => {
    const box = widgets.Checkbox();
    const heard: string[] = [];
    box.on("change:value", () => { throw new Error("first"); });
    box.on("change:value", () => heard.push("second"));
    expect(() => (box.value = true)).to.throw("first");
    expect(heard).to.deep.equal(["second"]);
  });

  it("choices: labels, pairs, objects; value and index agree", () => {
    const pairs = widgets.Dropdown({ options: [["one", 1], ["two", 2]], value: 2 });
    expect([pairs.index, pairs.value]).to.deep.equal([1, 2]);
    pairs.index = 0;
    expect(pairs.value).to.equal(1);
    pairs.value = null;
    expect(pairs.index).to.equal(null);
    const several = widgets.SelectMultiple({ options: ["a", "b", "c"], value: ["a", "c"] });
    expect(several.index).to.deep.equal([0, 2]);
    const empty: string[] = [];
    expect(widgets.Dropdown({ options: empty }).value).to.equal(null);
    expect(() => (pairs.index = 7)).to.throw("index 7 is not among its 2 options");
  });

  it("link converts both ways, and stops", () => {
    const [celsius, text] = [widgets.FloatSlider({ value: 10 }), widgets.Text()];
    const tie = link(celsius, "value", text, "value", (value) => `${value} °C`, (shown) => parseFloat(shown));
    expect(text.value).to.equal("10 °C");
    text.value = "20 °C";
    expect(celsius.value).to.equal(20);
    tie.unlink();
    celsius.value = 1;
    expect(text.value).to.equal("20 °C");
  });

  it("interact gives each abbreviation its control, and the function typed values", async () => {
    const seen: unknown[] = [];
    const view = interactive((values) => void seen.push({ ...values }), { n: 4, f: [0, 1] as const, s: [0, 10, 5] as const, half: [0, 1, 0.5] as const, b: true, t: "x", list: ["p", "q"], of: { one: 1 }, own: widgets.Text({ value: "mine" }) });
    await view.run();
    expect(seen.at(-1)).to.deep.equal({ n: 4, f: 0, s: 5, half: 0.5, b: true, t: "x", list: "p", of: 1, own: "mine" });
    expect(Object.values(view.controls).map((control) => inspect(control).split(" ")[0])).to.deep.equal(["IntSlider", "IntSlider", "IntSlider", "FloatSlider", "Checkbox", "Text", "Dropdown", "Dropdown", "Text"]);
    expect(() => interact(() => 1, { bad: [5, 1] as const })).to.throw("[5, 1] is no range");
    expect(() => interact(() => 1, { bad: {} })).to.throw('"bad" needs');
  });

  it("runs that overlap become one more run with the last values", async () => {
    const ran: number[] = [];
    const view = interactive(async ({ n }) => { await Promise.resolve(); ran.push(n); }, { n: [0, 10] as const });
    for (const value of [1, 2, 3]) Reflect.set(view.controls.n, "value", value);
    await view.run();
    expect(ran).to.deep.equal([5, 3]);
  });
});

describe("widget buffers", () => {
  it("come out of nested state and go back", () => {
    const { json, paths, buffers } = separate({ a: [1, new Uint8Array([1])], b: { c: new Float32Array([0]), d: null }, e: new ArrayBuffer(2) });
    expect([json, paths, buffers.map(({ length }) => length)]).to.deep.equal([{ a: [1, null], b: { c: undefined, d: null }, e: undefined }, [["a", 1], ["b", "c"], ["e"]], [1, 4, 2]]);
    expect(restore(JSON.parse(JSON.stringify(json)), paths, buffers)).to.deep.equal({ a: [1, buffers[0]], b: { c: buffers[1], d: null }, e: buffers[2] });
  });

  it("never reach a prototype, nor follow a path that leads nowhere", () => {
    restore({ a: 1 }, [["__proto__", "polluted"], ["constructor", "prototype", "polluted"], ["x", "y"], "text", ["a"]], [new Uint8Array(1)]);
    expect("polluted" in {}).to.equal(false);
  });
});

describe("a custom widget's module", () => {
  const own = async (source: string): Promise<{ default: Record<string, (...values: unknown[]) => unknown> }> => import(`data:text/javascript,${encodeURIComponent(source)}`);

  it("takes methods, functions and arrows, with what the kernel added to them", async () => {
    const method = { render(this: void, { el }: { el: string[] }) { el.push("method"); } };
    for (const render of [method.render, function render({ el }: { el: string[] }) { el.push("function"); }, ({ el }: { el: string[] }) => { el.push("arrow"); }, async ({ el }: { el: string[] }) => { el.push("async"); }]) {
      const el: string[] = [];
      await (await own(moduleOf({ render, initialize: undefined }))).default["render"]?.({ el });
      expect(el).to.have.length(1);
    }
    expect(() => moduleOf({ render: method.render.bind(undefined) })).to.throw("bound or built-in");
  });

  it("turns TypeScript text into JavaScript, and names a mistake's place", async () => {
    expect((await own(moduleSource("const n: number = 5;\nexport default { render: (): number => n };"))).default["render"]?.()).to.equal(5);
    expect(() => moduleSource("export default {\n  render(: }")).to.throw(/:2:/);
    expect(() => moduleSource("./not-there.ts")).to.throw("not-there.ts is not there");
  });
});
