// Breakpoints by source: set in every script that comes from it, in those to come as well.
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { RewrittenCell } from "../../language";
import type { CellRecord } from "../cells";
import type { Inspector } from "./inspector";
import { modulePath, type Script, type Sources, FILE_PREFIX } from "./sources";

type Wanted = DebugProtocol.SourceBreakpoint;

export class Breakpoints {
  readonly #wanted = new Map<string, Wanted[]>();
  /** V8's names of those that are set, by path. */
  readonly #ids = new Map<string, string[]>();

  /** @param rewrite how a cell's text would be run, for lines of cells that have not been. */
  constructor(readonly inspect: Inspector, readonly sources: Sources, readonly rewrite: (source: string) => RewrittenCell) {}

  /** What a debugger that reconnects is told. */
  list(): { source: string; breakpoints: Wanted[] }[] {
    return [...this.#wanted].map(([source, breakpoints]) => ({ source, breakpoints }));
  }

  /** Puts these in the place of all breakpoints of a source. @returns where each came to lie. */
  async replace(path: string, wanted: Wanted[]): Promise<DebugProtocol.Breakpoint[]> {
    for (const breakpointId of this.#ids.get(path) ?? []) await this.inspect("Debugger.removeBreakpoint", { breakpointId }).catch(() => undefined);
    this.#ids.delete(path);
    if (wanted.length > 0) this.#wanted.set(path, wanted);
    else this.#wanted.delete(path);
    for (const cell of this.sources.executions(path)) await this.beforeRun(cell, path);
    for (const { id, script } of this.sources.scriptsOf(path)) await this.parsed(id, script);
    return wanted.map(({ line }) => this.#placed(path, line));
  }

  /** Sets a cell's breakpoints in the script that it is about to become. */
  async beforeRun({ url, rewritten }: CellRecord, path: string): Promise<void> {
    for (const wanted of this.#wanted.get(path) ?? []) {
      const place = rewritten?.generatedPosition(wanted.line);
      if (place) await this.#set(path, "Debugger.setBreakpointByUrl", { url, lineNumber: place.line - 1, columnNumber: place.column - 1, condition: conditionOf(wanted) });
    }
  }

  /** Sets a local module's breakpoints in a script that has just been parsed. */
  async parsed(scriptId: string, script: Script): Promise<void> {
    const path = modulePath(script);
    for (const wanted of (path && this.#wanted.get(path)) || []) {
      const place = this.sources.generatedInModule(scriptId, wanted.line);
      if (path && place) await this.#set(path, "Debugger.setBreakpoint", { location: { scriptId, ...place }, condition: conditionOf(wanted) });
    }
  }

  /** Whether a module that is not loaded yet has any: then each module is stopped at before its first line. */
  get inModules(): boolean {
    return [...this.#wanted.keys()].some((path) => !path.startsWith(FILE_PREFIX));
  }

  clear(): void {
    this.#wanted.clear();
    this.#ids.clear();
  }

  async #set(path: string, method: "Debugger.setBreakpoint" | "Debugger.setBreakpointByUrl", params: object): Promise<void> {
    const found = await this.inspect(method, params).catch(() => undefined); // two lines may lead to one place, which holds one breakpoint
    if (found) this.#ids.set(path, [...(this.#ids.get(path) ?? []), found.breakpointId]);
  }

  #placed(path: string, line: number): DebugProtocol.Breakpoint {
    const source = { path };
    const text = this.sources.cellText(path);
    if (text === undefined) return { verified: true, line, source };
    const place = rewritable(() => this.rewrite(text).generatedPosition(line));
    return place ? { verified: true, line: place.originalLine, source } : { verified: false, line, source, message: "There is no code on this line or after it." };
  }
}

function rewritable<Value>(work: () => Value): Value | undefined {
  try {
    return work();
  } catch {
    return undefined; // no TypeScript (yet)
  }
}

/** A logpoint is a condition that writes and never holds. */
function conditionOf({ condition, logMessage }: Wanted): string | undefined {
  if (!logMessage) return condition;
  const text = logMessage.replace(/[`\\]/g, "\\$&").replace(/\{([^}]*)\}/g, "${$1}");
  return `(${condition ? `(${condition}) && ` : ""}console.log(\`${text}\`), false)`;
}
