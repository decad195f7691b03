// From wall times to what a runner costs, and whether the targets are met.
import { median } from "../median.mjs";

/**
 * Of a run of n notebooks with c cells each, wall = process + n · (notebook + c · cell). Solved from the medians of three shapes of run; in ms.
 * @param {{ single: number[], short: number[], long: number[] }} walls of 1 notebook of 1 cell, `count` of 1 cell, `count` of `cells` cells.
 */
export function solved({ single, short, long }, { count, cells }) {
  const [one, few, many] = [single, short, long].map(median);
  const cell = (many - few) / (count * (cells - 1));
  const notebook = (few - one) / (count - 1) - cell;
  return { process: one - notebook - cell, notebook, cell };
}

/** What a runner adds to the bare kernel for each notebook of a whole run, its own start among them, in ms. */
export function overhead(wall, { notebooks, cells }, bare) {
  return wall / notebooks - (bare.start + (cells - 1) * bare.cell);
}

/** The targets for one kernel, each with what was reached beside the best peer. */
export function judged(kernel, runners) {
  const { ours, ...peers } = runners;
  if (!ours || Object.keys(peers).length === 0) return [];
  const compared = (target, of, factor, unit) => {
    const [name, best] = Object.entries(peers).map(([peer, figures]) => [peer, of(figures)]).sort((a, b) => a[1] - b[1])[0];
    return { target: `${kernel}: ${target}`, reached: `${of(ours).toFixed(unit === "s" ? 1 : 0)} ${unit}, best peer ${name} ${best.toFixed(unit === "s" ? 1 : 0)} ${unit}`, met: of(ours) <= factor * best };
  };
  return [
    compared("overhead a notebook at most half of the best peer's", (of) => of.overhead, 0.5, "ms"),
    compared("wall time at 1 job below the best peer's", (of) => of.wall.one, 1, "s"),
    compared("wall time at 2 jobs below the best peer's", (of) => of.wall.two, 1, "s"),
  ];
}

/** A Markdown table of one kernel's runners. */
export function table(kernel, bare, runners) {
  const head = [`${kernel} (bare: start ${bare.start.toFixed(0)} ms, cell ${bare.cell.toFixed(1)} ms)`, "overhead a notebook, ms", "a notebook without cells, ms", "a cell, ms", "the command's start, ms", "wall at 1 job, s", "at 2 jobs, s"];
  const rows = Object.entries(runners).map(([name, { overhead: added, solved: parts, wall }]) => [name, added.toFixed(0), parts.notebook.toFixed(0), parts.cell.toFixed(1), parts.process.toFixed(0), wall.one.toFixed(1), wall.two.toFixed(1)]);
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
