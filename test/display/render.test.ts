// Values to mime bundles: the hook first, then known shapes, always text beside.
import { expect } from "chai";
import * as tf from "@tensorflow/tfjs";
import { render, renderAsync } from "../../src/display";

const HOOK = Symbol.for("Jupyter.display");
const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64");

describe("render", () => {
  it("asks the value's own hook, and adds text", () => {
    expect(render({ [HOOK]: () => ({ "text/html": "<b>a</b> &amp; b" }) }).data).to.deep.equal({ "text/html": "<b>a</b> &amp; b", "text/plain": "a & b" });
  });

  it("makes a hook's bundle survive JSON", () => {
    const ring: { self?: object; big: bigint; list: Float32Array; nan: number } = { big: 1n, list: new Float32Array([1]), nan: NaN };
    ring.self = ring;
    const { data } = render({ [HOOK]: () => ({ "application/json": ring, "image/png": new Uint8Array([1, 2]) }) });
    expect(data["application/json"]).to.deep.equal({ big: "1", list: [1], nan: null, self: "[Circular]" });
    expect(data["image/png"]).to.equal("AQI=");
  });

  it("shows the text and the reason when a hook throws", () => {
    expect(String(render({ a: 1, [HOOK]() { throw new Error("bad hook"); } }).data["text/plain"])).to.contain("a: 1").and.contain("bad hook");
  });

  it("ignores a hook that answers no bundle", () => {
    expect(Object.keys(render({ [HOOK]: () => 42 }).data)).to.deep.equal(["text/plain"]);
    expect(Object.keys(render(new Proxy({}, { get: () => () => ({ nonsense: 1 }) })).data)).to.deep.equal(["text/plain"]);
  });

  it("waits for an asynchronous hook only when asked to", async () => {
    const value = { [HOOK]: () => Promise.resolve({ "text/html": "<i>late</i>" }) };
    expect(render(value).data).not.to.have.property("text/html");
    expect((await renderAsync(value)).data["text/html"]).to.equal("<i>late</i>");
  });

  it("never rejects", async () => {
    expect((await renderAsync({ [HOOK]: () => Promise.reject(new Error("late failure")) })).data["text/plain"]).to.contain("late failure");
  });

  const shapes: [string, unknown, string][] = [
    ["a Plotly figure", { data: [{ y: [1, 2] }], layout: { title: "T" } }, "application/vnd.plotly.v1+json"],
    ["a Vega-Lite specification", { $schema: "https://vega.github.io/schema/vega-lite/v5.json", mark: "bar" }, "application/vnd.vegalite.v5+json"],
    ["a Vega specification", { $schema: "https://vega.github.io/schema/vega/v5.json" }, "application/vnd.vega.v5+json"],
    ["a canvas", { width: 1, height: 1, toDataURL: () => `data:image/png;base64,${PNG.toString("base64")}` }, "image/png"],
    ["PNG bytes", PNG, "image/png"],
    ["JPEG bytes", new Uint8Array([0xff, 0xd8, 0xff, 0xe0]), "image/jpeg"],
    ["SVG bytes", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "image/svg+xml"],
    ["a data frame with toRecords", { toRecords: () => [{ a: 1 }] }, "text/html"],
    ["an element", { outerHTML: "<p>x</p>" }, "text/html"],
  ];
  for (const [name, value, mime] of shapes) it(`shows ${name} as ${mime}, with text`, () => expect(render(value).data).to.include.keys(mime, "text/plain"));

  it("leaves ordinary data alone", () => {
    for (const value of [{ data: [1], layout: 3 }, { data: [], layout: [] }, Buffer.from("plain"), { shape: [1] }, [{ a: 1 }]]) expect(Object.keys(render(value).data)).to.deep.equal(["text/plain"]);
  });

  it("runs no getter to find a shape", () => {
    let ran = 0;
    render({ get data() { return ran++; }, get layout() { return ran++; }, get outerHTML() { return ran++; } });
    expect(ran).to.equal(0);
  });
});

describe("tensors", () => {
  before(async () => {
    await tf.setBackend("cpu");
    await tf.ready();
  });

  it("show shape, dtype, device, a summary and the first values", () => {
    const x = tf.tensor2d([[1, 2], [3, 4]]);
    expect(render(x).data["text/plain"]).to.equal("Tensor float32 [2, 2] on cpu\nmin 1, max 4, mean 2.5, std 1.118\n[[1, 2],\n [3, 4]]");
    x.dispose();
    expect(render(x).data["text/plain"]).to.equal("Tensor float32 [2, 2] on cpu\ndisposed");
  });

  it("count what is not finite, and stay short", () => {
    const text = String(render(tf.tensor1d([NaN, ...Array<number>(1000).fill(1)])).data["text/plain"]);
    expect(text).to.contain("1 not finite").and.contain("…");
    expect(text.length).to.be.lessThan(200);
  });
});
