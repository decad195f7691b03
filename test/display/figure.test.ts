// Figures: every form of one, and a static picture that is right without a browser.
import { expect } from "chai";
import { PALETTE } from "../../src/display/figure/palette";
import { mermaid, plot, render, type PlotOptions, type Trace } from "../../src/display";

const PLOTLY = "application/vnd.plotly.v1+json";
const svgOf = (traces: Trace[], options: Partial<PlotOptions> = {}): string => plot(traces, { alt: "a figure", ...options }).toSvg();

/** The points of a path: "M1,2L3,4" → [[1, 2], [3, 4]]. */
const points = (path: string): number[][] => [...path.matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
const linePath = (svg: string, color = PALETTE[0]): number[][] => points(new RegExp(`<path d="([^"]*)" fill="none" stroke="${color}"`).exec(svg)?.[1] ?? "");

describe("plot", () => {
  const figure = plot([{ x: [1, 2], y: [1, 4], name: "y" }], { title: "Squares", x: "x / m", y: "y / m²", alt: 'It "rises" <fast>' });

  it("shows itself as Plotly JSON, HTML, SVG and text", () => {
    const { data, metadata } = render(figure);
    expect(data).to.have.keys(PLOTLY, "text/html", "image/svg+xml", "text/plain");
    expect(data["text/plain"]).to.contain("Squares").and.contain("x / m").and.contain("2 points");
    expect(metadata[PLOTLY]).to.deep.equal({ alt: 'It "rises" <fast>' });
  });

  it("says its alt text in every form", () => {
    const { data } = render(figure);
    expect(data["image/svg+xml"]).to.contain('aria-label="It &quot;rises&quot; &lt;fast&gt;"').and.contain("<title>It ");
    expect(data["text/html"]).to.contain('<img alt="It &quot;rises&quot; &lt;fast&gt;"');
  });

  it("refuses to be drawn without words", () => {
    expect(() => plot([], { alt: "" })).to.throw(TypeError, "alt");
  });

  it("gives Plotly plain JSON: typed arrays as lists, no NaN", () => {
    const json = JSON.parse(JSON.stringify(plot([{ y: new Float32Array([1, NaN]) }], { alt: "a" })));
    expect(json.data[0].y).to.deep.equal([1, null]);
  });

  it("lays the author's layout over the defaults, key by key", () => {
    const { layout } = plot([], { alt: "a", x: "x", layout: { xaxis: { range: [0, 1] } } });
    expect(layout.xaxis).to.deep.include({ range: [0, 1], title: { text: "x", standoff: 12 } });
  });

  it("moves through steps by a slider that keeps shared traces", () => {
    const stepped = plot.steps([{ label: "a", traces: [{ y: [1] }] }, { label: "b", traces: [{ y: [2] }] }], { alt: "steps", shared: [{ y: [0] }], active: 0 });
    expect(stepped.data.map(({ visible }) => visible)).to.deep.equal([undefined, true, false]);
    expect(JSON.stringify(stepped.layout.sliders)).to.contain('"args":[{"visible":[true,false,true]}]');
    expect(() => plot.steps([], { alt: "none" })).to.throw(RangeError);
  });
});

describe("the static picture", () => {
  it("places a line's points evenly, upwards", () => {
    const [a = [], b = [], c = []] = linePath(svgOf([{ x: [0, 1, 2], y: [0, 1, 2], mode: "lines" }]));
    expect((b[0] ?? 0) - (a[0] ?? 0)).to.be.closeTo((c[0] ?? 0) - (b[0] ?? 0), 0.2);
    expect(a[1]).to.be.greaterThan(c[1] ?? 0);
  });

  it("places decades evenly on logarithmic axes", () => {
    const [a = [], b = [], c = []] = linePath(svgOf([{ x: [1, 10, 100], y: [1, 10, 100], mode: "lines" }], { log: "xy" }));
    expect((b[0] ?? 0) - (a[0] ?? 0)).to.be.closeTo((c[0] ?? 0) - (b[0] ?? 0), 0.2);
    expect((a[1] ?? 0) - (b[1] ?? 0)).to.be.closeTo((b[1] ?? 0) - (c[1] ?? 0), 0.2);
  });

  it("breaks a line where data are missing", () => {
    const svg = svgOf([{ x: [0, 1, 2, 3], y: [1, null, 1, 2], mode: "lines" }]);
    expect(svg.match(/d="M[^"]*M[^"]*" fill="none"/)).not.to.equal(null);
  });

  it("draws bars of categories, in the order given", () => {
    const svg = svgOf([{ type: "bar", x: ["猫", "dog"], y: [1, 2] }]);
    expect(svg.indexOf("猫")).to.be.lessThan(svg.indexOf("dog"));
    const heights = [...svg.matchAll(/height="([\d.]+)" fill="#314DFF"/g)].map(([, height]) => Number(height));
    expect((heights[1] ?? 0) / (heights[0] ?? 1)).to.be.closeTo(2, 0.02);
  });

  it("stacks bars up to their sum", () => {
    const svg = svgOf([{ type: "bar", x: ["a"], y: [3] }, { type: "bar", x: ["a"], y: [1] }], { layout: { barmode: "stack" } });
    const tops = [...svg.matchAll(/y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="#/g)].map(([, y, height]) => [Number(y), Number(height)]);
    expect((tops[1]?.[0] ?? 0) + (tops[1]?.[1] ?? 0)).to.be.closeTo(tops[0]?.[0] ?? 0, 0.2);
  });

  it("draws heatmaps, contours and histograms", () => {
    const z = [[0, 1, 2], [1, 2, 3], [2, 3, 4]];
    expect(svgOf([{ type: "heatmap", z }]).match(/<rect [^>]*fill="rgb/g)?.length).to.be.greaterThan(8);
    expect(svgOf([{ type: "contour", z }]).match(/<path d="M[^"]+Z"/g)?.length).to.be.greaterThan(4);
    expect(svgOf([{ type: "histogram", x: [1, 1, 2, 5] }])).to.contain("<rect");
  });

  it("fills a band between two lines", () => {
    expect(svgOf([{ y: [1, 1] }, { y: [2, 2], fill: "tonexty" }])).to.match(/<path d="M[^"]*Z" fill="#CF8005" fill-opacity/);
  });

  it("names what only Plotly can draw", () => expect(svgOf([{ type: "surface", name: "loss", z: [[1]] }])).to.contain("loss (surface)"));

  it("slants names that do not fit, ends them at their ticks, and writes the axis's title below them", () => {
    const name = "a rather long name";
    const svg = svgOf([{ type: "bar", x: ["a", "b", "c", "d", "e", "f"].map((letter) => `${name} ${letter}`), y: [1, 2, 3, 4, 5, 6] }], { alt: "Bars", x: "who" });
    const [, labelTop = "", angle = ""] = svg.match(/translate\([\d.]+,([\d.]+)\) rotate\((-\d+)\)" text-anchor="end"/) ?? [];
    const [, titleAt = ""] = svg.match(/y="([\d.]+)" text-anchor="middle" font-size="13">who/) ?? [];
    const foot = Number(labelTop) + 5.5 * (name.length + 2) * Math.sin((-Number(angle) * Math.PI) / 180); // some 5.5 pixels a letter
    expect(Number(titleAt) - 13).to.be.above(foot);
    expect(Number(titleAt)).to.be.below(Number(svg.match(/viewBox="0 0 \d+ (\d+)"/)?.[1]));
  });

  it("can stand on one page with another: their clips' ids differ", () => {
    const ids = [[1, 2], [1, 3]].map((y) => svgOf([{ y }], { alt: "Line" }).match(/clipPath id="([^"]+)"/)?.[1]);
    expect(ids[0]).to.match(/^clip-/).and.not.equal(ids[1]);
  });

  it("lets nothing of the data become markup", () => {
    const hostile = '"><script>x</script>';
    const svg = svgOf([{ y: [1, 2], name: hostile, text: [hostile, hostile], mode: "text+lines", line: { color: hostile } }, { y: [1], name: "b" }], { title: hostile, alt: hostile, x: hostile, layout: { annotations: [{ x: 0, y: 1, text: hostile }] } });
    expect(svg).not.to.contain("<script");
  });

  const odd: [string, Trace[]][] = [["no trace", []], ["an empty trace", [{ x: [], y: [] }]], ["one point", [{ x: [1], y: [1] }]], ["only NaN", [{ y: [NaN, NaN] }]], ["zeros on a logarithmic axis", [{ y: [0, 0] }]], ["an empty heatmap", [{ type: "heatmap", z: [] }]]];
  for (const [name, traces] of odd) it(`survives ${name}`, () => expect(svgOf(traces, { log: name.includes("log") ? "y" : undefined })).to.not.match(/NaN|Infinity/));
});

describe("mermaid", () => {
  it("is a fence that says its words, a picture without any address, and text", () => {
    const { data } = render(mermaid("graph LR\n  A[输入] --> B", "Input leads on"));
    expect(data["text/markdown"]).to.equal("```mermaid\ngraph LR\n  accDescr: Input leads on\n  A[输入] --> B\n```");
    expect(String(data["image/svg+xml"])).to.contain('aria-label="Input leads on"').and.not.match(/https?:\/\/(?!www\.w3\.org)/);
    expect(data["text/plain"]).to.contain("A[输入] --> B");
  });

  it("a chart on one line is drawn as one on several", () => {
    const picture = (source: string): unknown => render(mermaid(source, "A way")).data["image/svg+xml"];
    const drawn = picture('graph LR\n  A --> B\n  B --> C["x; y"]\n  C --> D');
    expect(drawn).to.contain("x; y").and.to.contain("marker-end");
    expect(picture('graph LR; A --> B; B --> C["x; y"];\n  C --> D;')).to.equal(drawn);
  });

  it("keeps its fence when there is no picture of its kind", () => {
    expect(render(mermaid("nonsense", "Nothing")).data).to.include.keys("text/markdown", "text/plain");
  });
});
