// A progress bar: one display updated in place, at most ten times a second; lines of text where nothing can be updated.
import { display } from "./display";
import { escapeHtml } from "./escape";
import { currentHost, type DisplayHost } from "./host";
import { displayable } from "./hook";
import { t } from "./language";
import type { DisplayHandle, Displayable } from "./types";

/** A running progress bar. */
export interface Progress {
  /** `n` more of the total are done (1 by default); the note is shown behind the bar. */
  tick(n?: number, note?: string): void;
  /** Ends the bar where it is, showing the time taken. Safe to call twice. */
  done(note?: string): void;
}

/** What the bar says. */
export interface ProgressOptions {
  /** Stands before the bar. */
  label?: string;
  /** What is counted, e.g. "steps". */
  unit?: string;
}

interface State {
  total: number;
  label: string;
  unit: string;
  count: number;
  note: string;
  started: number;
  ended: number | undefined;
}

type Show = (state: State, force: boolean) => void;

const INTERVAL_MS = 100;

/** Progress of `total` equal parts, with the time left. */
export function progress(total: number, { label = "", unit = "" }: ProgressOptions = {}): Progress {
  const state: State = { total, label, unit, count: 0, note: "", started: performance.now(), ended: undefined };
  const show = shower(currentHost());
  show(state, false);
  const end = (note?: string): void => {
    if (state.ended !== undefined) return;
    Object.assign(state, { ended: performance.now(), note: note ?? state.note });
    show(state, true);
  };
  const tick = (n = 1, note?: string): void => {
    Object.assign(state, { count: Math.min(state.count + n, total), note: note ?? state.note });
    if (state.count >= total) end();
    else show(state, false);
  };
  return { tick, done: end };
}

function shower(host: DisplayHost): Show {
  if (process.env.CELLWRIGHT_HEADLESS || host.name === "tslab") return lines();
  if (host.name !== "plain") return throttled(liveDisplay());
  return process.stderr.isTTY ? throttled(terminalLine) : () => undefined;
}

function throttled(show: (state: State) => void): Show {
  let last = -Infinity;
  return (state, force) => {
    const now = performance.now();
    if (!force && now - last < INTERVAL_MS) return;
    last = now;
    show(state);
  };
}

function liveDisplay(): (state: State) => void {
  let handle: DisplayHandle | undefined;
  return (state) => {
    if (handle) handle.update(bar(state));
    else handle = display(bar(state));
  };
}

/** A line at each tenth: stored outputs stay short, and tslab loses messages past about 500 at once. */
function lines(): Show {
  let shown = 0;
  return (state, force) => {
    const tenth = Math.floor((10 * state.count) / state.total);
    if (tenth <= shown && !force) return;
    shown = tenth;
    console.log(line(state));
  };
}

function terminalLine(state: State): void {
  process.stderr.write(`\r\x1b[2K${line(state)}${state.ended === undefined ? "" : "\n"}`);
}

function bar(state: State): Displayable {
  const name = escapeHtml(state.label || "progress");
  const meter = `<progress value="${state.count}" max="${state.total}" aria-label="${name}" style="width:16em"></progress>`;
  return displayable({ "text/html": `<div>${meter} ${escapeHtml(line(state))}</div>`, "text/plain": line(state) });
}

function line(state: State): string {
  const part = state.total > 0 ? Math.floor((100 * state.count) / state.total) : 100;
  const counts = `${state.count}/${state.total}${state.unit ? ` ${state.unit}` : ""}`;
  return [state.label, `${part} %`, counts, time(state), state.note].filter(Boolean).join(" · ");
}

function time(state: State): string {
  const elapsed = (state.ended ?? performance.now()) - state.started;
  if (state.ended !== undefined || state.count === 0) return duration(elapsed);
  const left = duration((elapsed / state.count) * (state.total - state.count));
  return `${duration(elapsed)}, ${t({ en: `${left} left`, zh: `还需 ${left}` })}`;
}

/** 1,500 ms → "1.5 s"; 95,000 ms → "1 min 35 s". */
function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 3600 ? `${Math.floor(whole / 60)} min ${whole % 60} s` : `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
