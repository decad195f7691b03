// One notebook in memory, executed for a program: nothing is read or written.
import type { Listener, NotebookResult } from "./events";
import { executeNotebook, type LimitOptions } from "./execute";
import { kernelOf } from "./jobs";
import { KernelSession } from "./kernel-session";
import { findKernelspec } from "./kernelspec";
import { readNotebookValue, type Notebook } from "./notebook";
import type { RuleOptions } from "./rules";

/** Where and how long, and what to leave out. */
export interface NotebookOptions extends RuleOptions, LimitOptions {
  /** The folder that the kernel works in; this process's if left out. */
  cwd?: string;
  /** A kernelspec's name; the notebook's own if left out. */
  kernel?: string;
  /** Aborting interrupts the running cell and ends the run. */
  signal?: AbortSignal;
  /** The kernel's environment; this process's by default. */
  env?: NodeJS.ProcessEnv;
}

/** The executed copy, and how it went. */
export interface ExecutedNotebook {
  /** With its outputs. */
  notebook: Notebook;
  /** How it ended. */
  result: NotebookResult;
}

/**
 * Executes a notebook given as a value (nbformat 4); the value itself stays as it is. A cell that fails is in the result, not thrown.
 * @throws {UsageError} for what is no notebook; {InfrastructureError} if its kernel is not installed or cannot be started.
 */
export async function runNotebook(value: unknown, options: NotebookOptions = {}, onEvent: Listener = () => undefined): Promise<ExecutedNotebook> {
  const { cwd = process.cwd(), env = process.env, kernel } = options;
  const notebook = readNotebookValue(structuredClone(value), "the notebook");
  const spec = findKernelspec(kernel ?? kernelOf(notebook), env);
  const result = await executeNotebook(notebook, { ...options, path: "notebook", output: "notebook", spec, start: () => KernelSession.start(spec, cwd, env), onEvent });
  onEvent({ type: "notebook-end", result });
  return { notebook, result };
}
