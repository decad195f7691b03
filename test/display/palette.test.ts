// The palette: seen on light and on dark pages, and told apart by the colour-blind, by measures that others have set.
import { expect } from "chai";
import { INK, INK_ON_DARK, PALETTE } from "../../src/display/figure/palette";
import { plot } from "../../src/display";
import { STYLE } from "../../src/runner/html/style";

type Triple = readonly [number, number, number];

const LIGHT = "#ffffff";
/** Our pages' ground in the dark, and JupyterLab's. */
const DARK = [[...STYLE.matchAll(/--page: (#[0-9a-f]+)/g)][1]?.[1] ?? "", "#111111"];

const linear = (channel: number): number => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
const rgb = (hex: string): Triple => [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as [number, number, number];
const times = (matrix: readonly Triple[], [r, g, b]: Triple): Triple => matrix.map(([x, y, z]) => Math.min(1, Math.max(0, x * r + y * g + z * b))) as [number, number, number];

/** WCAG 2.2: relative luminance and contrast ratio. */
const luminance = ([r, g, b]: Triple): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [one, other].map((color) => luminance(rgb(color))).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Machado, Oliveira and Fernandes (2009), severity 1, of linear light. */
const SIGHT: Record<string, readonly Triple[]> = {
  "full colour sight": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

/** CIE L*a*b* under D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(luminance([r, g, b]));
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** The least distance (CIE 1976) of any two of the colours, as somebody sees them. */
function closest(colors: readonly string[], sight: readonly Triple[]): number {
  const seen = colors.map((color) => lab(times(sight, rgb(color))));
  const distances = seen.flatMap((one, index) => seen.slice(index + 1).map((other) => Math.hypot(...one.map((value, axis) => value - (other[axis] ?? 0)))));
  return Math.min(...distances);
}

describe("the palette", () => {
  for (const ground of [LIGHT, ...DARK]) {
    it(`stands out from ${ground} by 3:1, as WCAG asks of graphics`, () => {
      for (const color of PALETTE) expect(contrast(color, ground), color).to.be.at.least(3);
    });
  }

  it("writes texts by 4.5:1 on white, and on pages that say that they are dark", () => {
    expect(contrast(INK, LIGHT)).to.be.at.least(4.5);
    for (const ground of DARK) expect(contrast(INK_ON_DARK, ground), ground).to.be.at.least(4.5);
    for (const ground of DARK) expect(contrast(INK, ground), ground).to.be.at.least(3.9); // a figure that cannot know its page
  });

  for (const [name, sight] of Object.entries(SIGHT)) {
    it(`is told apart with ${name}`, () => expect(closest(PALETTE, sight)).to.be.at.least(name === "tritanopia" ? 19 : 25));
  }

  it("does better than what it comes from", () => {
    const okabeIto = ["#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#8C8C8C"];
    expect(closest(okabeIto, SIGHT["deuteranopia"] ?? [])).to.be.below(10);
    expect(okabeIto.some((color) => contrast(color, LIGHT) < 3)).to.equal(true);
  });

  it("is what figures are drawn with, and pictures brighten their texts in the dark", () => {
    const figure = plot([{ y: [1, 2] }], { alt: "two points", x: "x" });
    expect(figure.layout.colorway).to.deep.equal([...PALETTE]);
    expect(figure.toSvg()).to.contain(`@media (prefers-color-scheme:dark){[fill="${INK}"]{fill:${INK_ON_DARK}}`).and.contain(`fill="${INK}"`);
  });
});
