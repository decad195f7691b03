// Makes a figure of traces and options; every kind of figure ends here.
import { Figure } from "./figure";
import { layoutOf, merged } from "./layout";
import type { PlotOptions, Trace } from "./trace";

/** @param who names the caller in errors. @param details is more of what the text form says. @throws {TypeError} if `alt` is missing. */
export function makeFigure(who: string, traces: readonly Trace[], options: PlotOptions, details = ""): Figure {
  if (!options?.alt) throw new TypeError(`${who}: say in \`alt\` what the figure shows, for readers who cannot see it.`);
  return new Figure(traces, layoutOf(options), options.alt, options.frames ? { frames: options.frames } : {}, details);
}

/** The options with a layout of the kind's own below the author's. */
export function withLayout<O extends PlotOptions>(options: O, own: Record<string, unknown>): O {
  return { ...options, layout: merged(own, options.layout ?? {}) };
}
