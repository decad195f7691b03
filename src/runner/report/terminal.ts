// Progress while notebooks run: one line that changes on a terminal, plain lines elsewhere.
import { basename, dirname, join } from "node:path";
import type { Listener, NotebookResult, RunEvent } from "../events";

export const shortName = (path: string): string => join(basename(dirname(path)), basename(path, ".ipynb"));

const marks = { passed: "✓", cached: "=", failed: "✗", died: "✗", timeout: "✗", aborted: "·" } as const;

interface Running { cell: number; of: number; done: number }

export function terminalReporter(stream: NodeJS.WriteStream): Listener {
  const running = new Map<string, Running>();
  const live = stream.isTTY === true;
  return (event) => {
    note(event, running);
    if (live) stream.write("\r\u001b[K");
    const line = lineFor(event);
    if (line) stream.write(`${line}\n`);
    if (live) stream.write(status(running).slice(0, (stream.columns || 80) - 1));
  };
}

function note(event: RunEvent, running: Map<string, Running>): void {
  if (event.type === "notebook-start") running.set(event.path, { cell: 0, of: event.codeCells, done: 0 });
  else if (event.type === "notebook-end") running.delete(event.result.path);
  else {
    const state = running.get(event.path);
    if (state && event.type === "cell-end") state.done++;
  }
}

function lineFor(event: RunEvent): string | undefined {
  if (event.type === "notebook-start") return `… ${shortName(event.path)}: ${event.codeCells} code cells`;
  return event.type === "notebook-end" ? resultLine(event.result) : undefined;
}

export function resultLine({ path, outcome, executed, codeCells, seconds, device, failure }: NotebookResult): string {
  const where = device ? ` on ${device}` : "";
  const what = outcome === "cached" ? "unchanged, kept" : `${executed}/${codeCells} cells in ${seconds.toFixed(1)} s${where}`;
  const why = failure ? `: ${failure.ename}: ${failure.evalue.split("\n")[0]}` : "";
  return `${marks[outcome]} ${shortName(path)}: ${what}${why}`;
}

function status(running: Map<string, Running>): string {
  return [...running].map(([path, { done, of }]) => `${shortName(path)} ${done}/${of}`).join("  ");
}
