// The names a cell finds without importing them.
import { currentHost, display, html, md, svg, type DisplayHost } from "../../display";
import type { Cells } from "./cells";
import { emitJson } from "./channel";
import type { Inbox } from "./inbox";
import type { Modules } from "./modules";

export const HOST = Symbol.for("cellwright.host");

export function defineGlobals(parts: { cells: Cells; inbox: Inbox; modules: Modules }): void {
  const { cells, inbox, modules } = parts;
  hide(HOST, displayHost(cells));
  const never = new AbortController().signal;
  const values = {
    display, html, md, svg,
    clearOutput: (options?: { wait?: boolean }): void => currentHost().clear(options?.wait ?? false),
    input: (question = "", options?: { password?: boolean }): Promise<string> => inbox.ask(question, options?.password ?? false),
    prompt: (question = ""): Promise<string> => inbox.ask(question, false),
    require: modules.require,
  };
  for (const [name, value] of Object.entries(values)) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  Object.defineProperty(globalThis, "signal", { get: () => cells.current()?.signal ?? never, configurable: true });
}

/** Defines what is not meant to be seen among the user's globals. */
export function hide(key: string | symbol, value: unknown): void {
  Object.defineProperty(globalThis, key, { value, enumerable: false, configurable: true, writable: false });
}

function displayHost(cells: Cells): DisplayHost {
  return {
    name: "cellwright",
    display: (rendered, id) => emitJson("display", cells.currentId(), { ...rendered, id }),
    update: (rendered, id) => emitJson("update", cells.currentId(), { ...rendered, id }),
    clear: (wait) => emitJson("clear", cells.currentId(), { wait }),
  };
}
