// Text of any value: right, bounded, and without running the value's code.
import { expect } from "chai";
import { inspectText } from "../../src/display";

const within = (ms: number, run: () => string): string => {
  const start = performance.now();
  const text = run();
  expect(performance.now() - start).to.be.lessThan(ms);
  return text;
};

describe("inspectText", () => {
  const plain: [unknown, string][] = [
    [null, "null"], [undefined, "undefined"], [12n, "12n"], ["a", "'a'"], [-0, "-0"], [Symbol("s"), "Symbol(s)"],
    [new Map([["a", 1]]), "Map(1) { 'a' => 1 }"], [new Set([1]), "Set(1) { 1 }"], [new Float32Array([1, 2]), "Float32Array(2) [ 1, 2 ]"],
  ];
  for (const [value, text] of plain) it(`shows ${text}`, () => expect(inspectText(value)).to.equal(text));

  it("shows a cycle as one", () => {
    const ring: { self?: object } = {};
    ring.self = ring;
    expect(inspectText(ring)).to.match(/Circular/);
  });

  const huge: [string, unknown][] = [
    ["a million numbers", Array.from({ length: 1e6 }, (_, i) => i)],
    ["a typed array of a million", new Float64Array(1e6)],
    ["a million objects", Array.from({ length: 1e6 }, () => ({ a: { b: { c: 1 } } }))],
    ["a megabyte string", "x".repeat(1e6)],
    ["an object of 100,000 keys", Object.fromEntries(Array.from({ length: 1e5 }, (_, i) => [`k${i}`, i]))],
    ["a broad and deep tree", tree(6, 30)],
    ["a map of 100,000 entries", new Map(Array.from({ length: 1e5 }, (_, i) => [i, i]))],
  ];
  for (const [name, value] of huge) it(`bounds ${name}`, () => expect(within(1000, () => inspectText(value)).length).to.be.lessThan(31_000));

  it("shows nesting down to a depth and no deeper", () => {
    let deep: object = {};
    for (let i = 0; i < 10_000; i++) deep = { deep };
    expect(inspectText(deep)).to.match(/\[Object\]/);
  });

  it("runs no getter", () => expect(inspectText({ get bomb() { throw new Error("ran"); } })).to.equal("{ bomb: [Getter] }"));

  it("runs no trap of a proxy", () => {
    const traps = new Proxy({}, { get: (_, trap) => () => { throw new Error(`ran ${String(trap)}`); } });
    expect(inspectText(new Proxy({ a: 1 }, traps))).to.equal("{ a: 1 }");
  });

  it("survives inspectors and tags that throw", () => {
    expect(inspectText({ [Symbol.for("nodejs.util.inspect.custom")]() { throw new Error("no"); } })).to.be.a("string");
    expect(inspectText({ get [Symbol.toStringTag]() { throw new Error("no"); } })).to.be.a("string");
  });
});

function tree(depth: number, breadth: number): object {
  const leaf = { leaf: true };
  let level: object = leaf;
  for (let i = 0; i < depth; i++) level = Array.from({ length: breadth }, () => level);
  return level;
}
