// The names a cell finds without importing them.
import { currentHost, display, html, md, svg, type Captured, type DisplayHost } from "../../display";
import type { CellGlobals } from "./cell-globals";
import type { Cells } from "./cells";
import { emitJson } from "./channel";
import type { ChildComms } from "./comms";
import type { Descriptors } from "./descriptors";
import type { Inbox } from "./inbox";
import { installer } from "./install";
import type { Modules } from "./modules";

export const HOST = Symbol.for("cellwright.host");

export function defineGlobals(parts: { cells: Cells; inbox: Inbox; modules: Modules; comms: ChildComms; descriptors: Descriptors; folder: string }): void {
  const { cells, inbox, modules, comms, descriptors, folder } = parts;
  hide(HOST, displayHost(cells, comms, descriptors));
  const never = new AbortController().signal;
  const values = {
    display, html, md, svg,
    clearOutput: (options?: { wait?: boolean }): void => currentHost().clear(options?.wait ?? false),
    input: (question = "", options?: { password?: boolean }): Promise<string> => inbox.ask(question, options?.password ?? false),
    prompt: (question = ""): Promise<string> => inbox.ask(question, false),
    install: installer(folder, cells),
  } satisfies CellGlobals;
  for (const [name, value] of Object.entries({ ...values, require: modules.require })) Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  Object.defineProperty(globalThis, "signal", { get: () => cells.current()?.signal ?? never, configurable: true });
}

/** Defines what is not meant to be seen among the user's globals. */
export function hide(key: string | symbol, value: unknown): void {
  Object.defineProperty(globalThis, key, { value, enumerable: false, configurable: true, writable: false });
}

function displayHost(cells: Cells, comms: ChildComms, descriptors: Descriptors): DisplayHost {
  /** To whoever captures the output, else to the cell. */
  const put = (output: Exclude<Captured, { type: "stream" }>): void => {
    const context = cells.current();
    if (context?.take) return context.take(output);
    const { type, ...payload } = output;
    emitJson(type, cells.currentId(), "rendered" in payload ? { ...payload.rendered, id: payload.id } : payload);
  };
  return {
    name: "cellwright",
    display: (rendered, id) => put({ type: "display", rendered, id }),
    update: (rendered, id) => put({ type: "update", rendered, id }),
    clear: (wait) => put({ type: "clear", wait }),
    comms,
    capture: (take, work) => cells.capture(take, work),
    whole: (work) => cells.whole(work),
    quietly: descriptors.quietly,
  };
}
