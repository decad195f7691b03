// The kinds of figure: what each makes of plain numbers, and what it says of wrong ones.
import { inflateSync } from "node:zlib";
import { expect } from "chai";
import { plot, render, type Figure, type Trace } from "../../src/display";

const words = { title: "A title", x: "x / m", y: "y / s", alt: "what it shows" };
const [first, second, third] = [0, 1, 2].map((index) => (figure: Figure): Trace => figure.data[index] ?? {}) as [(f: Figure) => Trace, (f: Figure) => Trace, (f: Figure) => Trace];
const square = [[1, 2], [3, 4]];

describe("every kind of figure", () => {
  const figures: Record<string, () => Figure> = {
    attention: () => plot.attention(square, { ...words, queries: ["a", "b"] }),
    bars: () => plot.bars(["a", "b"], [1, 2], words),
    confusion: () => plot.confusion(square, words),
    contour: () => plot.contour({ x: [0, 1], y: [0, 1], z: square }, words),
    curves: () => plot.curves({ train: [1, 2] }, words),
    embedding: () => plot.embedding(square, words),
    heatmap: () => plot.heatmap(square, words),
    histogram: () => plot.histogram([1, 2, 2], words),
    images: () => plot.images([square], words),
    steps: () => plot.steps([{ label: "a", traces: [{ y: [1] }] }], words),
  };

  it("is in this list", () => expect(Object.keys(plot).sort()).to.deep.equal(Object.keys(figures)));

  for (const [kind, make] of Object.entries(figures)) {
    it(`${kind} shows itself as Plotly JSON, HTML, SVG and text, with its alt text`, () => {
      const { data } = render(make());
      expect(data).to.have.keys("application/vnd.plotly.v1+json", "text/html", "image/svg+xml", "text/plain");
      expect(data["image/svg+xml"]).to.contain('aria-label="what it shows"').and.not.match(/NaN|undefined/);
      expect(data["text/html"]).to.contain('alt="what it shows"');
      expect(data["text/plain"]).to.contain("A title").and.contain("what it shows");
    });
  }

  it("asks for an alt text by its own name", () => expect(() => plot.heatmap(square, { alt: "" })).to.throw(TypeError, "plot.heatmap: say in `alt`"));

  it("takes flat numbers with a shape as a tensor has them", () => {
    const flat = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
    expect(first(plot.heatmap(flat, words)).z).to.deep.equal([[1, 2, 3], [4, 5, 6]]);
    expect(() => plot.heatmap({ ...flat, shape: [2, 2] }, words)).to.throw(TypeError, "plot.heatmap: 6 numbers do not make a matrix of shape [2, 2]");
    expect(() => plot.heatmap([[1, 2], [3]], words)).to.throw(TypeError, "row 1 has 1 numbers, row 0 has 2");
  });
});

describe("plot.curves", () => {
  it("draws a band of the spread about the line", () => {
    const figure = plot.curves([{ name: "loss", y: [1, 2], spread: [0.5, 0.25] }], words);
    expect([first, second, third].map((at) => at(figure).y)).to.deep.equal([[0.5, 1.75], [1.5, 2.25], [1, 2]]);
    expect(second(figure).fill).to.equal("tonexty");
    expect(figure.toSvg()).to.match(/<path d="M[^"]*Z" fill="#[0-9a-f]{6}" fill-opacity="0.25"/);
  });

  it("draws several runs as their mean and one sample standard deviation", () => {
    const figure = plot.curves([{ runs: [[1, 10], [3, 10], [5, 10]] }], words);
    expect(third(figure).y).to.deep.equal([3, 10]);
    expect([first, second].map((at) => at(figure).y)).to.deep.equal([[1, 10], [5, 10]]); // variance (4 + 0 + 4) / 2
  });

  it("refuses a band of another length, and a curve of nothing", () => {
    expect(() => plot.curves([{ name: "a", y: [1, 2], spread: [1] }], words)).to.throw(TypeError, "spread has 1 entries where 2 are needed");
    expect(() => plot.curves([{ name: "a" }], words)).to.throw(TypeError, "curve a has neither y nor runs");
  });
});

describe("plot.contour", () => {
  it("computes the heights of a function on the grid, and keeps the view on it", () => {
    const figure = plot.contour({ x: [0, 1, 2], y: [0, 1], z: (x, y) => x + 10 * y }, { ...words, paths: [{ name: "SGD", points: [[0, 0], [9, 1]] }] });
    expect(first(figure).z).to.deep.equal([[0, 1, 2], [10, 11, 12]]);
    expect(figure.layout.xaxis).to.deep.include({ range: [0, 2] });
    expect(third(figure)).to.deep.include({ name: "SGD", x: [0, 9], y: [0, 1] });
  });

  it("refuses heights that do not fit the grid", () => {
    expect(() => plot.contour({ x: [0, 1, 2], y: [0, 1], z: square }, words)).to.throw(TypeError, "a row of z (along x) has 2 entries where 3 are needed");
  });
});

describe("plot.heatmap", () => {
  it("has its first row on top, and keeps names that repeat apart", () => {
    const figure = plot.heatmap(square, { ...words, rows: ["the", "the"], digits: 1 });
    expect(figure.layout.yaxis).to.deep.include({ autorange: "reversed", tickvals: [0, 1], ticktext: ["the", "the"] });
    const labels = [...figure.toSvg().matchAll(/<text [^>]*y="([\d.]+)"[^>]*>(1\.0|3\.0)</g)].map(([, y]) => Number(y));
    expect(labels[0]).to.be.lessThan(labels[1] ?? 0);
  });

  it("centres diverging colours on zero", () => expect(first(plot.heatmap([[-1, 4]], { ...words, colors: "diverging" }))).to.deep.include({ zmin: -4, zmax: 4 }));
});

describe("plot.confusion", () => {
  const judged = { truth: ["cat", "cat", "dog", "dog"], predicted: ["cat", "dog", "dog", "dog"] };

  it("counts truth by prediction, colours by share of the row, and says both in words", () => {
    const figure = plot.confusion(judged, words);
    expect(first(figure).text).to.deep.equal([["1", "1"], ["0", "2"]]);
    expect(first(figure).z).to.deep.equal([[0.5, 0.5], [0, 1]]);
    expect(String(figure)).to.match(/(right: 3 of 4|正确：3 \/ 4)/).and.contain("cat: cat 1, dog 1");
  });

  it("takes numbers as indices of the labels", () => {
    const figure = plot.confusion({ truth: Int32Array.of(0, 1, 1), predicted: [1, 1, 1] }, { ...words, labels: ["no", "yes", "maybe"] });
    expect(first(figure).text).to.deep.equal([["0", "1", "0"], ["0", "2", "0"], ["0", "0", "0"]]);
  });

  it("refuses a class without a label and lists of different lengths", () => {
    expect(() => plot.confusion(judged, { ...words, labels: ["cat"] })).to.throw(TypeError, 'class "dog" is none of cat');
    expect(() => plot.confusion({ truth: [1], predicted: [] }, words)).to.throw(TypeError, "predicted has 0 entries where 1 are needed");
  });
});

describe("plot.attention", () => {
  it("has a slider through the heads, whether nested or flat", () => {
    const nested = plot.attention([square, square], { ...words, queries: ["a", "b"] });
    const flat = plot.attention({ data: [1, 2, 3, 4, 1, 2, 3, 4], shape: [2, 2, 2] }, { ...words, queries: ["a", "b"] });
    expect(nested.data).to.deep.equal(flat.data);
    expect(nested.data.map(({ visible }) => visible)).to.deep.equal([true, false]);
    expect(JSON.stringify(nested.layout.sliders)).to.contain('"args":[{"visible":[false,true]}]');
  });

  it("refuses tokens that do not fit the weights", () => {
    expect(() => plot.attention(square, { ...words, queries: ["a"] })).to.throw(TypeError, "plot.attention: rows (names) has 1 entries where 2 are needed");
  });
});

describe("plot.embedding", () => {
  it("gives each group its colour and mark", () => {
    const figure = plot.embedding([[0, 0], [1, 1], [2, 2]], { ...words, groups: ["a", "b", "a"], labels: ["x", "y", "z"] });
    expect(figure.data.map(({ name, x, text }) => [name, x, text])).to.deep.equal([["a", [0, 2], ["x", "z"]], ["b", [1], ["y"]]]);
    expect(first(figure).marker?.symbol).not.to.equal(second(figure).marker?.symbol);
  });

  it("draws space for Plotly, and a view of it where nothing turns", () => {
    const figure = plot.embedding([[0, 0, 0], [1, 0, 0], [0, 0, 1]], { ...words, z: "depth" });
    expect(first(figure)).to.deep.include({ type: "scatter3d", z: [0, 0, 1] });
    const points = [...figure.toSvg().matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const [origin = [0, 0], alongX = [0, 0], alongZ = [0, 0]] = points;
    expect(alongX[0]).to.be.lessThan(origin[0]); // x comes towards the left, z stands upright
    expect(alongZ[0]).to.be.closeTo(origin[0], 0.2);
    expect(alongZ[1]).to.be.lessThan(origin[1]);
    expect(figure.toSvg()).to.contain("depth: 0 … 1");
  });

  it("refuses other numbers of coordinates", () => expect(() => plot.embedding([[1, 2, 3, 4]], words)).to.throw(TypeError, "points have 4 coordinates; give two or three"));
});

describe("plot.images", () => {
  const sources = (figure: Figure): Buffer[] => [...figure.toSvg().matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, data]) => Buffer.from(data ?? "", "base64"));

  /** Width and the grey levels of the upper left corner's line, read back from the file. */
  function decoded(file: Buffer): { width: number; line: number[] } {
    const data = file.subarray(file.indexOf("IDAT") + 4, file.indexOf("IEND") - 8);
    const width = file.readUInt32BE(16);
    return { width, line: [...inflateSync(data).subarray(1, 1 + 3 * width)] };
  }

  it("makes each pixel a square of its grey", () => {
    const [file = Buffer.alloc(0)] = sources(plot.images([[[0, 1], [1, 0]]], words));
    const { width, line } = decoded(file);
    expect([width, line[0], line[3 * (width / 2) - 1], line[3 * (width / 2)]]).to.deep.equal([112, 0, 0, 255]);
  });

  it("keeps bytes as they are, and red, green and blue apart", () => {
    const [grey = Buffer.alloc(0), red = Buffer.alloc(0)] = sources(plot.images([{ data: Uint8Array.of(100), shape: [1, 1] }, { data: Uint8Array.of(200, 0, 50), shape: [1, 1, 3] }], words));
    expect(decoded(grey).line.slice(0, 3)).to.deep.equal([100, 100, 100]);
    expect(decoded(red).line.slice(0, 3)).to.deep.equal([200, 0, 50]);
  });

  it("captions the pictures, in the text form too", () => {
    const figure = plot.images([square, square], { ...words, captions: ["seven", "one"] });
    expect(figure.toSvg()).to.contain(">seven</text>");
    expect(String(figure)).to.contain("seven: [2, 2]");
  });

  it("refuses a shape that does not fit", () => {
    expect(() => plot.images([{ data: [1, 2, 3], shape: [2, 2] }], words)).to.throw(TypeError, "picture 0");
    expect(() => plot.images([], words)).to.throw(TypeError, "at least one picture");
  });
});

describe("plot.histogram and plot.bars", () => {
  it("counts into bins of round width that hold every value", () => {
    const figure = plot.histogram({ a: [0.1, 0.2, 0.9, NaN], b: [0.5] }, { ...words, bins: 5 });
    expect(figure.data.map(({ y }) => Array.from(y ?? []).reduce((sum: number, value) => sum + Number(value), 0))).to.deep.equal([3, 1]);
    expect(String(figure)).to.contain("1 not finite");
  });

  it("makes areas of one when asked for densities", () => {
    const { x = [], y = [] } = first(plot.histogram([1, 2, 2, 3, 7], { ...words, density: true }));
    const width = Number(x[1]) - Number(x[0]);
    expect(Array.from(y).reduce((sum: number, value) => sum + Number(value) * width, 0)).to.be.closeTo(1, 1e-12);
  });

  it("lays bars down with their errors", () => {
    const figure = plot.bars(["a", "b"], [1, 2], { ...words, lying: true, spread: [0.5, 0.5] });
    expect(first(figure)).to.deep.include({ orientation: "h", x: [1, 2], error_x: { type: "data", array: [0.5, 0.5] } });
    expect(() => plot.bars(["a"], [1, 2], words)).to.throw(TypeError, "values has 2 entries where 1 are needed");
  });
});
