// What the kinds of figure are given, by name.
export type { AttentionOptions } from "./attention";
export type { BarsOptions } from "./bars";
export type { ConfusionOptions, Judged } from "./confusion";
export type { ContourOptions, Path, Surface } from "./contour";
export type { Curve } from "./curves";
export type { EmbeddingOptions } from "./embedding";
export type { HeatmapOptions } from "./heatmap";
export type { HistogramOptions } from "./histogram";
export type { Image, ImagesOptions } from "./images";
export type { StepsOptions } from "./steps";
