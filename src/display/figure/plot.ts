// `plot(traces, options)`: a figure that shows itself in every front end.
import type { Figure } from "./figure";
import * as kinds from "./kinds";
import { makeFigure } from "./make";
import type { PlotOptions, Trace } from "./trace";

/** Draws a figure of Plotly's traces; `plot.curves`, `plot.contour`, `plot.heatmap` … draw what is often wanted from plain numbers. */
export interface PlotTraces {
  /** @throws {TypeError} if `alt` is missing: a figure without words is lost on some readers. */
  (traces: readonly Trace[], options: PlotOptions): Figure;
}

/** `plot` and its kinds. */
export type Plot = PlotTraces & typeof kinds;

/**
 * A figure of Plotly's traces (`[{ x, y, mode: "lines", name }]`), shown live where Plotly runs, else as a picture, else as text.
 * Its kinds take plain numbers: `plot.curves`, `contour`, `heatmap`, `confusion`, `attention`, `embedding`, `images`, `histogram`, `bars`; `plot.steps` has a slider.
 */
export const plot: Plot = Object.assign((traces: readonly Trace[], options: PlotOptions) => makeFigure("plot", traces, options), kinds);
