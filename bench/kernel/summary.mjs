// From the rounds' figures to medians, ranges and ratios, and whether the targets are met.
import { median } from "../median.mjs";

const COLUMNS = {
  start: ["start → first 1+1", "ms", 0],
  latency: ["1+1 p50", "ms", 2],
  latencyAfter: ["1+1 p50 after 500 cells", "ms", 2],
  seconds: ["20,000 lines", "s", 2],
  lost: ["lines not there at idle", "", 0],
};

/** @returns per peer and column `{ median, min, max, n, ratio }`; `ratio` is ours over the peer's. */
export function summarised(figures) {
  const summary = Object.fromEntries(Object.entries(figures).map(([name, rounds]) => [name, columnsOf(rounds)]));
  for (const columns of Object.values(summary)) {
    for (const [key, column] of Object.entries(columns)) {
      const own = summary.ours?.[key]?.median;
      if (own !== undefined && column.median > 0 && key !== "lost") column.ratio = own / column.median;
    }
  }
  return summary;
}

function columnsOf(rounds) {
  const values = {
    start: rounds.map(({ start }) => start),
    latency: rounds.map(({ latency }) => latency),
    latencyAfter: rounds.map(({ latencyAfter }) => latencyAfter),
    growth: rounds.map(({ latency, latencyAfter }) => latencyAfter && latencyAfter / latency),
    seconds: rounds.map(({ lines }) => lines?.seconds),
    lost: rounds.map(({ lines }) => lines?.lost),
    unordered: rounds.map(({ lines }) => lines && Number(!lines.ordered && lines.lost === 0)),
  };
  const known = Object.entries(values).map(([key, list]) => [key, list.filter((value) => typeof value === "number")]);
  const columns = Object.fromEntries(known.filter(([, list]) => list.length > 0).map(([key, list]) => [key, spread(list)]));
  if (rounds.some(({ lines }) => lines && lines.seconds === null)) columns.neverIdle = spread([1]);
  if (rounds.some(({ lines, error, latencyAfter }) => error && lines && !latencyAfter)) columns.stuck = spread([1]);
  return columns;
}

function spread(list) {
  const sorted = list.toSorted((a, b) => a - b);
  return { median: median(list), min: sorted[0], max: sorted.at(-1), n: sorted.length };
}

/** The targets of the kernel, each with what was reached. */
export function judged({ ours = {}, Deno = {} }) {
  const verdict = (target, value, limit, shown = value?.toFixed(2)) => (value === undefined ? [] : [{ target, reached: shown, met: value <= limit }]);
  return [
    ...verdict("start ≤ 1.1 × Deno's", ours.start && Deno.start && ours.start.median / Deno.start.median, 1.1),
    ...verdict("1+1 p50 ≤ 2 ms", ours.latency?.median, 2),
    ...verdict("1+1 p50 after 500 cells ≤ 1.2 × before", ours.growth?.median, 1.2),
    ...verdict("20,000 lines ≤ 1 s", ours.seconds?.median, 1),
    ...verdict("no line lost", ours.lost?.max, 0, String(ours.lost?.max)),
    ...verdict("lines in order", ours.unordered?.max, 0, String(ours.unordered?.max)),
  ];
}

/** A Markdown table: median (min–max), and ours/peer in brackets. */
export function table(summary, versions) {
  const head = ["kernel", ...Object.values(COLUMNS).map(([title, unit]) => (unit ? `${title}, ${unit}` : title))];
  const rows = Object.entries(summary).map(([name, columns]) => [`${name} ${versions[name]}`, ...Object.entries(COLUMNS).map(([key, [, , digits]]) => cell(columns, key, digits))]);
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function cell(columns, key, digits) {
  const column = columns[key];
  if (!column) return (key === "seconds" && columns.neverIdle) || (key === "latencyAfter" && columns.stuck) ? "no idle came" : "–";
  const ratio = column.ratio === undefined || column.ratio === 1 ? "" : ` [${column.ratio.toFixed(2)}×]`;
  return `${column.median.toFixed(digits)} (${column.min.toFixed(digits)}–${column.max.toFixed(digits)})${ratio}`;
}
