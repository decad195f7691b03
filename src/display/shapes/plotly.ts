// Anything shaped like a Plotly figure: { data: traces, layout }.
import { Figure } from "../figure/figure";
import type { Trace } from "../figure/trace";
import { DISPLAY, type Rendered } from "../types";
import { plainObject } from "../json";
import { METADATA } from "../hook";
import { peek } from "./peek";

export function plotlyFigure(value: object): Rendered | undefined {
  const [data, layout] = [peek(value, "data"), peek(value, "layout")];
  if (!Array.isArray(data) || !plainObject(layout) || !data.every(isTrace)) return undefined;
  const figure = new Figure(data, { ...layout }, titleOf(layout), plainObject(peek(value, "config")) ? { config: peek(value, "config") } : {});
  return { data: figure[DISPLAY](), metadata: figure[METADATA]() };
}

const isTrace = (trace: unknown): trace is Trace => plainObject(trace) && (typeof trace.type === "string" || "x" in trace || "y" in trace || "z" in trace);

function titleOf(layout: Record<string, unknown>): string {
  const title = plainObject(layout.title) ? layout.title.text : layout.title;
  return typeof title === "string" ? title : "";
}
