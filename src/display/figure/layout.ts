// A figure's layout: quiet defaults, the options' titles and logarithmic axes, then the author's own layout over both.
import { plainObject } from "../json";
import { GRID, INK, PALETTE } from "./palette";
import type { PlotOptions } from "./trace";

export type Layout = Record<string, unknown>;

export const HEIGHT = 420;

export function layoutOf(options: PlotOptions): Layout {
  const { title, x, y, log = "", width, height = HEIGHT } = options;
  const defaults = {
    ...(title ? { title: { text: title } } : {}),
    xaxis: axis(x, log.includes("x")),
    yaxis: axis(y, log.includes("y")),
    height,
    ...(width ? { width } : { autosize: true }),
    colorway: [...PALETTE],
    font: { color: INK },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    margin: { l: 64, r: 24, t: title ? 56 : 24, b: 56 },
    hovermode: "closest",
  };
  return merged(defaults, options.layout ?? {});
}

/** Titles keep off the labels; decades are powers of ten (Plotly's own "100p" and "10k" are read by few). */
function axis(title: string | undefined, log: boolean): Layout {
  return { ...(title ? { title: { text: title, standoff: 12 } } : {}), ...(log ? { type: "log", exponentformat: "power" } : {}), gridcolor: GRID, zerolinecolor: GRID, automargin: true };
}

/** Objects are merged key by key; everything else is replaced. */
export function merged(base: Layout, over: object): Layout {
  const result = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = result[key];
    result[key] = plainObject(old) && plainObject(value) ? merged(old, value) : value;
  }
  return result;
}
