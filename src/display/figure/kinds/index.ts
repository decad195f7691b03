// The kinds of figure behind `plot`: one row a kind.
export { attention } from "./attention";
export { bars } from "./bars";
export { confusion } from "./confusion";
export { contour } from "./contour";
export { curves } from "./curves";
export { embedding } from "./embedding";
export { heatmap } from "./heatmap";
export { histogram } from "./histogram";
export { images } from "./images";
export { steps } from "./steps";
