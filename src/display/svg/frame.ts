// The rectangle between the axes: what is left of the picture beside titles, labels and legend.
import { labelDepth, labelPixels, type Axis } from "./axis";
import type { Series } from "./series";
import { listOf, numberOf, record, textOf } from "./values";

type Layout = Record<string, unknown>;

/** Pixels. `width` and `height` are the whole picture's. */
export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Names of categories beside the figure (lying bars, heatmaps) may be long. */
export function labelWidth(series: readonly Series[], layout: Layout): number {
  const names = [...series.flatMap(({ y }) => y), ...listOf(record(layout.yaxis).ticktext)].filter((value): value is string => typeof value === "string");
  return Math.min(Math.max(0, ...names.map(labelPixels)) + 34, 240);
}

export function frameOf(layout: Layout, beside: number, before: number): Frame {
  const width = numberOf(layout.width) || 720;
  const height = numberOf(layout.height) || 420;
  const margin = record(layout.margin);
  const bare = [layout.xaxis, layout.yaxis].every((axis) => record(axis).visible === false);
  const side = (name: string, least: number): number => Math.max(numberOf(margin[name]) || 0, bare ? 8 : least);
  const below = Array.isArray(layout.sliders) ? 56 : side("b", 52); // a slider is not drawn
  return { width, height, left: side("l", Math.max(64, before)), right: width - Math.max(beside + 20, side("r", 16)), top: Math.max(side("t", 16), textOf(layout.title) ? 44 : 0), bottom: height - below };
}

/** Slanting labels take room from the figure above them. */
export function deepened(frame: Frame, axes: ReadonlyMap<string, Axis>): Frame {
  const depths = [...axes.values()].filter(({ id }) => id.startsWith("x")).map((axis) => labelDepth(axis) + (axis.title ? 24 : 4));
  const bottom = frame.height - Math.max(...depths);
  return bottom < frame.bottom ? { ...frame, bottom } : frame;
}

/** `yaxis.scaleanchor: "x"`: a unit is as long upwards as across, so one of the two directions gives way. */
export function equalised(frame: Frame, axes: ReadonlyMap<string, Axis>): Frame {
  const unit = (axis: Axis | undefined): number => (axis ? Math.abs(axis.to - axis.from) / (Math.abs(axis.range[1] - axis.range[0]) || 1) : 1);
  const [across, up] = [unit(axes.get("x")), unit(axes.get("y"))];
  const spare = (length: number, share: number): number => (length * (1 - Math.min(share, 1))) / 2;
  const [beside, above] = [spare(frame.right - frame.left, up / across), spare(frame.bottom - frame.top, across / up)];
  return { ...frame, left: frame.left + beside, right: frame.right - beside, top: frame.top + above, bottom: frame.bottom - above };
}
