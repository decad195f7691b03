// A confusion matrix: what is true down, what was predicted across.
import { t } from "../../language";
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import { rowsOf, sameLength, type Matrix } from "../matrix";
import { BLUES, stopsOf } from "../palette";
import type { PlotOptions, Trace } from "../trace";
import { gridLayout, heightOf } from "./heatmap";

/** One entry an example: class names or numbers. */
export interface Judged {
  /** What each example is. */
  truth: ArrayLike<number | string>;
  /** What each was taken for. */
  predicted: ArrayLike<number | string>;
}

/** How a confusion matrix is named. */
export interface ConfusionOptions extends PlotOptions {
  /** The classes' names, in order. Of numbers (0, 1, …) they are the names; of names, the order. */
  labels?: readonly string[];
}

/**
 * How often each class was taken for each: `plot.confusion({ truth, predicted }, { labels, title, alt })`, or of counts `[truth][predicted]`.
 * A cell shows its count; its colour is the share of its row, so that rare classes show too. The text form has the table and the accuracy.
 * @throws {TypeError} if the lists differ in length or hold a class that `labels` lacks.
 */
export function confusion(judged: Judged | Matrix, { labels, ...options }: ConfusionOptions): Figure {
  const { counts, names } = "truth" in judged ? counted(judged, labels) : given(judged, labels);
  const trace: Trace = {
    type: "heatmap", z: counts.map(shares), zmin: 0, zmax: 1, colorscale: stopsOf(BLUES), text: counts.map((row) => row.map(String)), texttemplate: "%{text}",
    colorbar: { title: { text: t({ en: "share of row", zh: "占该行的比例" }), side: "right" } }, hovertemplate: `${t({ en: "truth", zh: "真实" })} %{y}, ${t({ en: "predicted", zh: "预测" })} %{x}: %{text} (%{z:.1%})<extra></extra>`,
  };
  const titled = { x: t({ en: "predicted", zh: "预测" }), y: t({ en: "truth", zh: "真实" }), height: heightOf(counts), ...options };
  return makeFigure("plot.confusion", [trace], withLayout(titled, gridLayout("plot.confusion", counts, { rows: names, columns: names })), inWords(counts, names));
}

function given(matrix: Matrix, labels: readonly string[] | undefined): { counts: number[][]; names: readonly string[] } {
  const counts = rowsOf(matrix, "plot.confusion");
  sameLength("plot.confusion", "a row", counts[0]?.length ?? 0, counts.length);
  return { counts, names: labels ?? counts.map((_, index) => String(index)) };
}

function counted({ truth, predicted }: Judged, labels: readonly string[] | undefined): { counts: number[][]; names: readonly string[] } {
  sameLength("plot.confusion", "predicted", predicted.length, truth.length);
  const keys = keysOf([...Array.from(truth), ...Array.from(predicted)], labels);
  const place = new Map(keys.map((key, index) => [key, index]));
  const counts = keys.map(() => keys.map(() => 0));
  for (const [index, each] of Array.from(truth).entries()) {
    const [row, column] = [indexOf(place, each), indexOf(place, predicted[index] ?? "")];
    counts[row]![column]! += 1;
  }
  return { counts, names: labels ?? keys.map(String) };
}

/** Numbers are indices of `labels`; names are themselves. */
function keysOf(all: readonly (number | string)[], labels: readonly string[] | undefined): readonly (number | string)[] {
  const numeric = all.every((key) => typeof key === "number");
  if (labels) return numeric ? labels.map((_, index) => index) : labels;
  const found = [...new Set(all)];
  return numeric ? found.sort((a, b) => Number(a) - Number(b)) : found.sort();
}

function indexOf(place: ReadonlyMap<number | string, number>, key: number | string): number {
  const index = place.get(key);
  if (index === undefined) throw new TypeError(`plot.confusion: class ${JSON.stringify(key)} is none of ${[...place.keys()].join(", ")}: give \`labels\` for all classes.`);
  return index;
}

function shares(row: readonly number[]): number[] {
  const total = row.reduce((sum, count) => sum + count, 0);
  return row.map((count) => (total ? count / total : 0));
}

function inWords(counts: readonly number[][], names: readonly string[]): string {
  const [all, right] = [counts.flat().reduce((sum, count) => sum + count, 0), counts.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)];
  const head = t({ en: `  right: ${right} of ${all}`, zh: `  正确：${right} / ${all}` });
  return [head, ...counts.map((row, index) => `  ${names[index]}: ${row.map((count, column) => `${names[column]} ${count}`).join(", ")}`)].join("\n");
}
