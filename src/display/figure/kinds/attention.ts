// Attention: which token looks at which, one head at a time.
import { t } from "../../language";
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import { isFlat, rowsOf, type FlatMatrix, type Matrix, type Values } from "../matrix";
import type { PlotOptions } from "../trace";
import { gridLayout, heatTrace, heightOf } from "./heatmap";
import { steps } from "./steps";

/** The tokens and heads of an attention figure. */
export interface AttentionOptions extends PlotOptions {
  /** The tokens that look: one a row. */
  queries: readonly string[];
  /** The tokens looked at: one a column; the queries by default. */
  keys?: readonly string[];
  /** Where there are several heads: their names ("head 1", … by default), and which is shown at first. */
  heads?: readonly string[];
  /** The head shown at first, and where no script runs; 0 by default. */
  active?: number;
}

/**
 * Attention weights: a row for each query, a column for each key; a slider through the heads if there are several (`[head][query][key]`, or flat with a shape of three).
 * `plot.attention(weights, { queries: tokens, title, alt })`.
 * @throws {TypeError} if tokens and weights do not fit.
 */
export function attention(weights: Matrix | ArrayLike<Matrix>, { queries, keys = queries, heads, active = 0, ...options }: AttentionOptions): Figure {
  const all = headsOf(weights);
  const [first = []] = all;
  for (const rows of all) gridLayout("plot.attention", rows, { rows: queries, columns: keys });
  const traces = all.map((rows, head) => heatTrace(rows, { range: [0, 1], z: t({ en: "weight", zh: "权重" }), name: heads?.[head] ?? t({ en: `head ${head + 1}`, zh: `第 ${head + 1} 头` }) }));
  const titled = { x: t({ en: "looked at (key)", zh: "被看的词元（key）" }), y: t({ en: "looking (query)", zh: "看的词元（query）" }), ...options };
  const laid = withLayout(titled, gridLayout("plot.attention", first, { rows: queries, columns: keys }));
  if (traces.length === 1) return makeFigure("plot.attention", traces, { height: heightOf(first), ...laid });
  return steps(traces.map((trace) => ({ label: trace.name ?? "", traces: [trace] })), { height: heightOf(first) + 100, ...laid, active });
}

function headsOf(weights: Matrix | ArrayLike<Matrix>): number[][][] {
  if (isFlat(weights)) return flatHeads(weights).map((head) => rowsOf(head, "plot.attention"));
  return isMatrix(weights) ? [rowsOf(weights, "plot.attention")] : Array.from(weights, (head) => rowsOf(head, "plot.attention"));
}

const isMatrix = (weights: ArrayLike<Values> | ArrayLike<Matrix>): weights is ArrayLike<Values> => {
  const first = weights[0];
  return first === undefined || (!isFlat(first) && (first.length === 0 || typeof first[0] === "number"));
};

function flatHeads({ data, shape }: FlatMatrix): FlatMatrix[] {
  if (shape.length !== 3) return [{ data, shape }];
  const [count = 0, ...inner] = shape;
  const size = inner.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, head) => ({ data: Array.from(data).slice(head * size, (head + 1) * size), shape: inner }));
}
