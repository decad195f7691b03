// The run as a table that changes: each running notebook with its cell, and how far the whole is.
import { stripVTControlCharacters } from "node:util";
import type { RunEvent } from "../events";
import { shortName } from "./words";

interface Running { started: number; of: number; done: number; cell: number; cellStarted: number; source: string }

const BAR = 12;

export class RunTable {
  private readonly running = new Map<string, Running>();
  private notebooks = 0;
  private ended = 0;
  private failed = 0;
  private started = 0;

  /** @param now in ms; the time of the event. */
  note(event: RunEvent, now: number): void {
    if (event.type === "run-start") Object.assign(this, { notebooks: event.notebooks, started: now });
    if (event.type === "notebook-start") this.running.set(event.path, { started: now, of: event.codeCells, done: 0, cell: 0, cellStarted: now, source: "" });
    if (event.type === "cell-start") Object.assign(this.running.get(event.path) ?? {}, { cell: event.cell, cellStarted: now, source: firstCode(event.source) });
    if (event.type === "cell-end") this.end(event.path);
    if (event.type === "notebook-end") {
      this.running.delete(event.result.path);
      this.ended++;
      if (event.result.failure) this.failed++;
    }
  }

  /** Rows without colour, as wide as they are. */
  rows(now: number): string[] {
    const widest = Math.max(0, ...[...this.running.keys()].map((path) => shortName(path).length));
    const rows = [...this.running].map(([path, state]) => row(shortName(path).padEnd(widest), state, now));
    return this.running.size > 0 ? [...rows, this.footer(now)] : [];
  }

  private end(path: string): void {
    const state = this.running.get(path);
    if (state) state.done++;
  }

  private footer(now: number): string {
    const failed = this.failed > 0 ? `, ${this.failed} failed` : "";
    return `${this.ended} of ${this.notebooks} done${failed}, ${this.running.size} running, ${clock(now - this.started)}`;
  }
}

function row(name: string, { of, done, cell, cellStarted, source, started }: Running, now: number): string {
  const filled = Math.round((BAR * done) / Math.max(1, of));
  const bar = "█".repeat(filled) + "░".repeat(BAR - filled);
  const at = cell > 0 ? `  cell ${cell}, ${clock(now - cellStarted)}: ${source}` : "  starting";
  return `  ${name}  ${bar} ${String(done).padStart(String(of).length)}/${of}  ${clock(now - started)}${at}`;
}

/** The first line that is no comment says best what the cell does. */
const firstCode = (source: string): string =>
  stripVTControlCharacters(source.split("\n").map((line) => line.trim()).find((line) => line !== "" && !/^(\/\/|#|\/\*)/.test(line)) ?? "");

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}
