// A kernel that a program speaks to: cells in, outputs out, and any other request of Jupyter's protocol.
import type { JsonObject } from "../protocol";
import { ask } from "./answer";
import { KernelSession } from "./kernel-session";
import { findKernelspec } from "./kernelspec";
import type { CodeCell, Output } from "./notebook";
import { OutputCollector } from "./outputs";

/** A cell's end: whether it passed, and all that it showed. */
export interface Executed {
  /** "ok", "error" or "aborted", as in Jupyter's protocol. */
  status: string;
  /** As a notebook stores them: streams joined, displays updated in place. */
  outputs: Output[];
}

/** A running kernel of one's own. Cells run one after the other. */
export interface Dialogue {
  /** What the kernel says of itself: the content of its kernel_info_reply. */
  readonly info: JsonObject;
  /**
   * Runs a cell; resolves when all its output is there. A cell that fails is a status, not an exception.
   * @param seen gets the outputs so far, at each of the kernel's messages. @throws {Error} if the kernel dies.
   */
  execute(code: string, seen?: (outputs: readonly Output[]) => void): Promise<Executed>;
  /** Any other request on the shell channel, such as complete_request. @returns the reply's content. @throws {Error} if the kernel dies. */
  request(type: string, content: JsonObject): Promise<JsonObject>;
  /** What a front end's stop button does. */
  interrupt(): void;
  /** Ends the kernel and all that it started. */
  shutdown(): Promise<void>;
}

/**
 * Starts an installed kernel, such as "cellwright" or "python3", as a process of its own.
 * @param options cwd: the folder that its cells run in; env: its environment, this process's by default.
 * @throws {InfrastructureError} if it is not installed (naming those that are) or does not start.
 */
export async function startKernel(name: string, options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Dialogue> {
  const { cwd = process.cwd(), env = process.env } = options;
  const session = await KernelSession.start(findKernelspec(name, env), cwd, env);
  return {
    info: session.info,
    execute: (code, seen) => alive(session, executed(session, code, seen)),
    request: async (type, content) => (await alive(session, session.client.request(type, content).reply)).content,
    interrupt: () => session.interrupt(),
    shutdown: () => session.shutdown(),
  };
}

async function executed(session: KernelSession, code: string, seen?: (outputs: readonly Output[]) => void): Promise<Executed> {
  const cell: CodeCell = { cell_type: "code", source: code, metadata: {}, outputs: [], execution_count: null };
  const collector = new OutputCollector();
  const { answered } = ask(session, code, (message, own) => {
    if (!own) return;
    collector.collect(message, cell);
    seen?.(cell.outputs);
  });
  const { content } = await answered;
  return { status: String(content["status"]), outputs: cell.outputs };
}

async function alive<T>(session: KernelSession, answer: Promise<T>): Promise<T> {
  const died = session.ended.then((reason) => Promise.reject(new Error(reason)));
  return Promise.race([answer, died]);
}
