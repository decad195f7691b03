// Points in space as a flat picture: seen from where Plotly's camera first stands, without perspective.
import type { Trace } from "../figure/trace";
import { readable } from "../number";
import { extent, numbersOf, record, textOf } from "./values";

type Layout = Record<string, unknown>;
type Place = readonly [x: number, y: number, z: number];

/** Figures without points in space stay as they are. */
export function flattened(traces: readonly Trace[], layout: Layout): { traces: readonly Trace[]; layout: Layout } {
  const deep = traces.filter(({ type }) => type === "scatter3d");
  if (deep.length === 0) return { traces, layout };
  const bounds = (["x", "y", "z"] as const).map((key) => extent(deep.flatMap((trace) => numbersOf(trace[key]))) ?? ([0, 1] as const));
  const flat = traces.map((trace) => (trace.type === "scatter3d" ? seen(trace, bounds) : trace));
  const plain = { xaxis: { visible: false, range: [-1.3, 1.3] }, yaxis: { visible: false, range: [-1, 0.9], scaleanchor: "x" } };
  return { traces: [...flat, box(), ...names(record(layout.scene), bounds)], layout: { ...layout, ...plain } };
}

/** From (1, 1, 1) towards the middle of the unit cube, z upwards. */
function project([x, y, z]: Place): [across: number, up: number] {
  return [(y - x) / Math.SQRT2, (2 * z - x - y) / Math.sqrt(6)];
}

function seen(trace: Trace, bounds: readonly (readonly [number, number])[]): Trace {
  const [xs, ys, zs] = [trace.x, trace.y, trace.z].map(numbersOf);
  const share = (value: number | undefined, axis: number): number => {
    const [low, high] = bounds[axis] ?? [0, 1];
    return ((value ?? NaN) - low) / (high - low || 1);
  };
  const points = (xs ?? []).map((x, at) => project([share(x, 0), share(ys?.[at], 1), share(zs?.[at], 2)]));
  return { ...trace, type: "scatter", mode: trace.mode ?? "markers", x: points.map(([across]) => across), y: points.map(([, up]) => up), z: undefined };
}

const GREY = "rgba(128,128,128,0.5)";

/** The nine edges of the unit cube that do not hide what is inside: all but those at the corner nearest the eye. */
function box(): Trace {
  const corners = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z): Place => [x, y, z])));
  const edges = corners.flatMap((from) => corners.filter((to) => isEdge(from, to) && to.some((each) => each === 0)).map((to) => [project(from), project(to)]));
  const line = edges.flatMap(([from, to]) => [from, to, undefined]);
  return { x: line.map((point) => point?.[0] ?? null), y: line.map((point) => point?.[1] ?? null), mode: "lines", line: { color: GREY, width: 1 }, showlegend: false };
}

const isEdge = (from: Place, to: Place): boolean => from.every((each, axis) => each <= (to[axis] ?? 0)) && from.filter((each, axis) => each !== to[axis]).length === 1;

/** Title and range of each axis, beside the middle of its outer edge. */
function names(scene: Layout, bounds: readonly (readonly [number, number])[]): Trace[] {
  const places: readonly Place[] = [[0.5, 1.14, 0], [1.14, 0.5, 0], [1.06, -0.06, 0.5]];
  const text = ["xaxis", "yaxis", "zaxis"].map((key, axis) => {
    const [low, high] = bounds[axis] ?? [0, 1];
    return [textOf(record(scene[key]).title), `${readable(low, 2)} … ${readable(high, 2)}`].filter(Boolean).join(": ");
  });
  return places.map((place, axis) => {
    const [x, y] = project(place);
    return { x: [x], y: [y], mode: "text", text: [text[axis] ?? ""], textposition: ["middle right", "middle left", "middle left"][axis], showlegend: false };
  });
}
