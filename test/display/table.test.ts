// Tables and progress.
import { expect } from "chai";
import { progress, render, table } from "../../src/display";
import { captureLog } from "../learn/capture";
import { displayed } from "./host";

describe("table", () => {
  const rows = [{ name: "猫", n: 1, p: 0.123456 }, { name: "a|b<c>", n: 20, p: 1 }];

  it("is HTML, Markdown and aligned text", () => {
    const { data } = render(table(rows, { caption: "Pets" }));
    expect(data["text/html"]).to.contain("<caption>Pets</caption>").and.contain("a|b&lt;c&gt;").and.contain("0.1235");
    expect(data["text/markdown"]).to.contain("| --- | ---: | ---: |").and.contain("a\\|b");
    expect(data["text/plain"]).to.equal("Pets\nname     n       p\n──────  ──  ──────\n猫       1  0.1235\na|b<c>  20       1");
  });

  it("takes columns, typed arrays too, and chooses among them", () => {
    expect(render(table({ a: new Float32Array([1, 2]), b: ["x"] }, { columns: ["b", "a"] })).data["text/plain"]).to.equal("b  a\n─  ─\nx  1\n   2");
  });

  it("survives having no rows", () => expect(render(table([])).data["text/html"]).to.contain("<table>"));

  it("shortens its text, not its HTML", () => {
    const { data } = render(table(Array.from({ length: 500 }, (_, i) => ({ i }))));
    expect(data["text/plain"]).to.contain("440 more rows");
    expect(String(data["text/html"]).match(/<tr>/g)?.length).to.equal(501);
  });
});

describe("progress", () => {
  it("updates one display, at most ten times a second, and ends whole", async () => {
    const shown = await displayed(() => {
      const bar = progress(1000, { label: "train", unit: "steps" });
      for (let i = 0; i < 1000; i++) bar.tick(1, `loss ${i}`);
      bar.done();
    });
    expect(shown.length).to.be.within(2, 6);
    expect(new Set(shown.map(({ id }) => id)).size).to.equal(1);
    expect(shown.at(-1)?.rendered.data["text/plain"]).to.match(/^train · 100 % · 1000\/1000 steps · [\d.]+ s · loss 999$/);
  });

  it("writes a line at each tenth in headless runs", async () => {
    process.env.CELLWRIGHT_HEADLESS = "1";
    try {
      const lines = await captureLog(() => {
        const bar = progress(50);
        for (let i = 0; i < 50; i++) bar.tick();
      });
      expect(lines.map((line) => /^(\d+) %/.exec(line)?.[1])).to.deep.equal(["10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]);
    } finally {
      delete process.env.CELLWRIGHT_HEADLESS;
    }
  });

  it("can be ended early, and of nothing", async () => {
    const shown = await displayed(() => {
      progress(10).done("stopped");
      progress(0).done();
    });
    expect(shown.map(({ rendered }) => String(rendered.data["text/plain"])).join("\n")).to.contain("stopped").and.not.contain("NaN");
  });
});
