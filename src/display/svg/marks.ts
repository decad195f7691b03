// How each type of trace is drawn: one row a type.
import { bars } from "./bars";
import type { Axis } from "./axis";
import { contour } from "./contour";
import { heatmap } from "./heatmap";
import { scatter } from "./scatter";
import type { Series } from "./series";

/** Draws one series; `siblings` are all series of its type on its axes, for bars side by side and bands between lines. */
export type Mark = (series: Series, x: Axis, y: Axis, siblings: readonly Series[], layout: Record<string, unknown>) => string;

export const MARKS: Readonly<Record<string, Mark>> = { scatter, bar: bars, heatmap, contour };
