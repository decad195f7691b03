// How the terminal's reports name a notebook and mark its end.
import { basename, dirname, join } from "node:path";
import type { NotebookResult, Outcome } from "../events";

export const shortName = (path: string): string => join(basename(dirname(path)), basename(path, ".ipynb"));

const marks: Record<Outcome, string> = { passed: "✓", cached: "=", failed: "✗", died: "✗", timeout: "✗", limit: "✗", unwritten: "✗", aborted: "·" };

/** A notebook's end in one line. */
export function resultLine({ path, outcome, executed, codeCells, seconds, device, failure, earlier }: NotebookResult): string {
  const where = device ? ` on ${device}` : "";
  const what = outcome === "cached" ? "unchanged, kept" : `${executed}/${codeCells} cells in ${seconds.toFixed(1)} s${where}${earlier ? `, attempt ${earlier.length + 1}` : ""}`;
  return `${marks[outcome]} ${shortName(path)}: ${what}${failure ? `: ${firstLine(failure)}` : ""}`;
}

export const firstLine = ({ ename, evalue }: { ename: string; evalue: string }): string => `${ename}: ${evalue.split("\n")[0]}`;
