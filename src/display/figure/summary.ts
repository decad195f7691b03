// A figure as text: title, description, axes, and each trace's extent.
import { readable } from "../number";
import { extent, numbersOf, textOf } from "../svg/values";
import type { Layout } from "./layout";
import type { Trace } from "./trace";

export function summaryText(traces: readonly Trace[], layout: Layout, alt: string): string {
  const title = textOf(layout.title);
  const lines = traces.map((trace, index) => `  ${traceLine(trace, index)}`);
  return [`[figure] ${title || alt}`, ...(title && alt !== title ? [alt] : []), ...axes(layout), ...lines].join("\n");
}

function axes(layout: Layout): string[] {
  const titles = [["x", layout.xaxis], ["y", layout.yaxis]].flatMap(([name, axis]) => {
    const title = typeof axis === "object" && axis !== null && "title" in axis ? textOf(axis.title) : "";
    return title ? [`${String(name)}: ${title}`] : [];
  });
  return titles.length ? [`  ${titles.join(", ")}`] : [];
}

function traceLine(trace: Trace, index: number): string {
  const name = trace.name ?? `trace ${index + 1}`;
  const size = trace.z ? `${trace.z.length} rows` : `${(trace.y ?? trace.x)?.length ?? 0} points`;
  const ranges = (["x", "y"] as const).flatMap((key) => {
    const range = extent(numbersOf(trace[key]));
    return range ? [`${key} ${readable(range[0])} … ${readable(range[1])}`] : [];
  });
  return [`${name} (${trace.type ?? "scatter"}, ${size})`, ...ranges].join(", ");
}
