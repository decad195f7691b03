// Types of a session: checks its cells, completes and inspects, by a service that starts when somebody asks.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Executor } from "../executor/parent/executor";
import { isKnown } from "../executor/parent/names";
import type { CellLanguage, TypeProblem, TypeService } from "../language";
import type { JsonObject, Message } from "../protocol";
import type { CellRecord, CellRecords } from "./cells";
import { packageRoot } from "./package-root";

/** `warn` never makes anybody wait; `wait` shows the same before the cell ends; `strict` runs no cell that has a type error. */
export type TypeMode = "off" | "warn" | "wait" | "strict";

export interface TypeCheck {
  mode: TypeMode;
  problems: Promise<TypeProblem[]>;
}

/** How long a cell that has ended waits for its warnings, while no other cell waits for it. */
const PATIENCE_MS = 100;

/** What it needs of the session. */
interface TypedSession {
  readonly language: CellLanguage;
  readonly cells: CellRecords;
  readonly executor: Executor;
  publish(type: string, content: JsonObject, request: Message): void;
}

export class SessionTypes {
  readonly #session: TypedSession;
  readonly #setting: TypeMode | undefined;
  #service: TypeService | undefined;
  #told = false;
  #shown = 0;

  constructor(session: TypedSession, env: NodeJS.ProcessEnv = process.env) {
    this.#session = session;
    this.#setting = modeOf(env);
  }

  /** Begins the check of a cell that is about to run, if its front end, the setting or the cell asks for one. */
  check(cell: CellRecord): TypeCheck | undefined {
    const mode = /^\s*\/\/\s*@strict\b/m.test(cell.source) ? "strict" : (this.#setting ?? (isInteractive(cell) ? "warn" : "off"));
    if (cell.silent || mode === "off") return undefined;
    const problems = this.service().check(cell.source).then((found) => this.#unknownAtRunTime(found));
    return { mode, problems: problems.catch((error: unknown) => this.#failed(error)) };
  }

  /** Shows what the check found, at once if it is ready in time, else by an update of an empty display. A name that a failed cell lacked has been told. */
  async show(cell: CellRecord, check: TypeCheck, { othersWait, failed }: { othersWait: boolean; failed: boolean }): Promise<void> {
    const problems = check.problems.then((all) => all.filter(({ unknownName }) => !failed || unknownName === undefined));
    const found = check.mode === "warn" ? await withinMs(problems, othersWait ? 0 : PATIENCE_MS) : await problems;
    if (found) return void (found.length > 0 && this.#session.publish("display_data", { ...warning(cell, found), transient: {} }, cell.request));
    const transient = { display_id: `cellwright-types-${++this.#shown}` };
    this.#session.publish("display_data", { ...EMPTY, transient }, cell.request);
    void problems.then((late) => late.length > 0 && this.#session.publish("update_display_data", { ...warning(cell, late), transient }, cell.request));
  }

  /** A cell has run: its names are seen from now on. */
  ran(cell: CellRecord): void {
    void this.#service?.add(cell.id, cell.source);
  }

  /** Packages have been installed. */
  async packagesChanged(): Promise<void> {
    await this.#service?.packagesChanged();
  }

  /** Starts the service, which then knows all cells so far. */
  service(): TypeService {
    if (this.#service) return this.#service;
    const service = this.#session.language.createTypes({ packageRoot, preloads: preloads() });
    for (const { id, source, rewritten } of this.#session.cells.all()) if (rewritten) void service.add(id, source);
    return (this.#service = service);
  }

  /** Starts it ahead of the first cell, where a front end shows that somebody sits before it. */
  warm(): void {
    if (this.#setting !== "off" && !this.#service) void this.service().check("").catch((error: unknown) => this.#failed(error));
  }

  async close(): Promise<void> {
    await this.#service?.dispose();
  }

  /** Names that were put on the global object are no news. */
  async #unknownAtRunTime(found: TypeProblem[]): Promise<TypeProblem[]> {
    const { executor } = this.#session;
    const known = await Promise.all(found.map(async ({ unknownName }) => unknownName !== undefined && isKnown((method, params) => executor.post(method, params), unknownName)));
    return found.filter((_, i) => !known[i]);
  }

  #failed(error: unknown): [] {
    if (!this.#told) process.stderr.write(`cellwright: no types in this session: ${error instanceof Error ? error.message : String(error)}\n`);
    this.#told = true;
    return [];
  }
}

/** @returns what `CELLWRIGHT_TYPES` says; headless runs show no warnings unless it asks for them. */
function modeOf({ CELLWRIGHT_TYPES: asked, CELLWRIGHT_HEADLESS: headless }: NodeJS.ProcessEnv): TypeMode | undefined {
  if (asked === "off" || asked === "warn" || asked === "wait" || asked === "strict") return asked;
  if (asked) process.stderr.write(`cellwright: CELLWRIGHT_TYPES is "${asked}"; it can be off, warn, wait or strict.\n`);
  return headless ? "off" : undefined;
}

/** JupyterLab and VS Code name the cell that they run; nbclient and papermill do not, and would store warnings that come or not by chance. */
const isInteractive = ({ request }: CellRecord): boolean => typeof request.metadata["cellId"] === "string";

function preloads(): Record<string, string> {
  const file = process.env["CELLWRIGHT_PRELOAD"] ?? join(packageRoot, "kernel-config", "preload.json");
  const table: unknown = file === "" ? {} : JSON.parse(readFileSync(file, "utf8"));
  return Object.fromEntries(Object.entries(Object(table)).map(([name, module]) => [name, String(module)]));
}

async function withinMs<Value>(value: Promise<Value>, ms: number): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), ms)));
  const first = await Promise.race([value, late]);
  clearTimeout(timer);
  return first;
}

const EMPTY = { data: { "text/plain": "", "text/html": "" }, metadata: {} };
const MOST_SHOWN = 8;

/** The problems as text, one under the other. */
export function describeProblems({ label }: CellRecord, found: TypeProblem[]): string {
  const described = found.slice(0, MOST_SHOWN).map(({ code, message, line, frame }) => `${label}, line ${line}: ${message} (TS${code})\n${frame}`);
  const more = found.length - MOST_SHOWN;
  return [...described, ...(more > 0 ? [`… and ${more} more`] : [])].join("\n\n");
}

function warning(cell: CellRecord, found: TypeProblem[]): { data: Record<string, string>; metadata: Record<string, unknown> } {
  const text = describeProblems(cell, found);
  const style = "border-left: 3px solid #d98c00; padding-left: 0.6em; margin: 0; overflow-x: auto";
  return { data: { "text/plain": text, "text/html": `<pre style="${style}">${escape(text)}</pre>` }, metadata: { cellwright: { types: found.map(({ code, line, column, message }) => ({ code, line, column, message })) } } };
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
