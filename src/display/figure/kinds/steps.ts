// A figure with a slider through its steps.
import type { Figure } from "../figure";
import { makeFigure, withLayout } from "../make";
import type { PlotOptions, Step, Trace } from "../trace";

/** What stands beside the slider. */
export interface StepsOptions extends PlotOptions {
  /** Traces that stay whatever the slider says. */
  shared?: readonly Trace[];
  /** Which step is shown at first, and where no script runs; the last by default. */
  active?: number;
  /** What stands before the step's label: "lr = ". */
  prefix?: string;
}

/**
 * A figure with a slider that shows one step's traces at a time; `shared` traces stay. Without scripts the active step is shown.
 * Another kind's traces are steps too: `{ label, traces: plot.heatmap(z, options).data }`.
 * @throws {RangeError} without a step.
 */
export function steps(all: readonly Step[], options: StepsOptions): Figure {
  if (all.length === 0) throw new RangeError("plot.steps: give at least one step.");
  const { shared = [], active = all.length - 1, prefix = "", ...rest } = options;
  const traces = all.flatMap((step, index) => step.traces.map((trace) => ({ ...trace, visible: index === active })));
  const slider = { active, pad: { t: 48 }, currentvalue: { prefix }, steps: all.map((step, index) => position(all, index, shared.length, step.label)) };
  return makeFigure("plot.steps", [...shared, ...traces], withLayout({ height: 520, ...rest }, { sliders: [slider], margin: { b: 120 } }));
}

function position(all: readonly Step[], index: number, shared: number, label: string): object {
  const visible = [...Array<boolean>(shared).fill(true), ...all.flatMap((step, other) => step.traces.map(() => other === index))];
  return { label, method: "restyle", args: [{ visible }] };
}
