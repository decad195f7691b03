// Starts the executor: captures output, defines globals and the runtime that cells call.
import { BOOT } from "../frames";
import { Cells } from "./cells";
import { emit } from "./channel";
import { ChildComms } from "./comms";
import { Descriptors } from "./descriptors";
import { captureStreams } from "./streams";
import { defineGlobals, hide } from "./globals";
import { guardProcess } from "./guards";
import { Inbox } from "./inbox";
import { Modules, type ModuleOptions } from "./modules";
import { definePreloads } from "./preload";
import { Resources } from "./resources";
import { Runtime } from "./runtime";
import { tieCallbacksToCells } from "./timers";

export interface BootOptions extends ModuleOptions {
  /** Marks this session's sentinels on the raw output descriptors. */
  token: string;
  /** The table of lazily loaded globals; empty for none. */
  preload: string;
}

/** The name under which rewritten code finds the runtime. */
export const RUNTIME_NAME = "__cellwright";

export function boot(options: BootOptions): Runtime {
  const cells = new Cells();
  captureStreams(cells);
  guardProcess(cells);
  const inbox = new Inbox(cells);
  const comms = new ChildComms(cells);
  const modules = new Modules(options);
  const descriptors = new Descriptors(options.token);
  const runtime = new Runtime({ cells, modules, inbox, comms, descriptors, resources: new Resources(), folder: options.folder });
  defineGlobals({ cells, inbox, modules, comms, descriptors, folder: options.folder });
  definePreloads(options.preload, modules);
  tieCallbacksToCells(cells);
  hide(RUNTIME_NAME, runtime);
  emit("ready", BOOT);
  return runtime;
}
