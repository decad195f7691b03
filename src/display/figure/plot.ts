// `plot(traces, options)`: a figure that shows itself in every front end.
import { Figure } from "./figure";
import { layoutOf, merged } from "./layout";
import type { PlotOptions, Step, Trace } from "./trace";

export interface Plot {
  /** Throws if `alt` is missing: a figure without words is lost on some readers. */
  (traces: readonly Trace[], options: PlotOptions): Figure;
  /** A figure with a slider that shows one step's traces at a time; `shared` traces stay. Without scripts the last step is shown. */
  steps(steps: readonly Step[], options: PlotOptions & { shared?: readonly Trace[]; active?: number; prefix?: string }): Figure;
}

export const plot: Plot = Object.assign(figure, { steps });

function figure(traces: readonly Trace[], options: PlotOptions): Figure {
  if (!options?.alt) throw new TypeError("plot: say in `alt` what the figure shows, for readers who cannot see it.");
  return new Figure(traces, layoutOf(options), options.alt, options.frames ? { frames: options.frames } : {});
}

function steps(all: readonly Step[], options: Parameters<Plot["steps"]>[1]): Figure {
  if (all.length === 0) throw new RangeError("plot.steps: give at least one step.");
  const { shared = [], active = all.length - 1, prefix = "", ...rest } = options;
  const traces = all.flatMap((step, index) => step.traces.map((trace) => ({ ...trace, visible: index === active })));
  const slider = { active, pad: { t: 48 }, currentvalue: { prefix }, steps: all.map((step, index) => position(all, index, shared.length, step.label)) };
  const layout = merged({ sliders: [slider], margin: { b: 120 } }, options.layout ?? {});
  return figure([...shared, ...traces], { ...rest, height: options.height ?? 520, layout });
}

function position(all: readonly Step[], index: number, shared: number, label: string): object {
  const visible = [...Array<boolean>(shared).fill(true), ...all.flatMap((step, other) => step.traces.map(() => other === index))];
  return { label, method: "restyle", args: [{ visible }] };
}
