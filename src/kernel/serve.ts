// Opens the sockets and answers requests until the session is closed.
import { homedir } from "node:os";
import { join } from "node:path";
import type { Executor } from "../executor/parent/executor";
import { createLanguage, type CellLanguage } from "../language";
import { isAlive } from "../processes";
import { BindError, ConnectionFileError, HeaderMaker, KernelSockets, readConnectionFile } from "../protocol";
import { Dispatcher } from "./dispatcher";
import { History } from "./history";
import { Session } from "./session";

const PARENT_CHECK_MS = 1000;

/** A fault of the connection file or its addresses: told in one line, without a stack. */
export function isKernelStartError(error: unknown): error is Error {
  return error instanceof BindError || error instanceof ConnectionFileError;
}

/** @throws {ConnectionFileError} {BindError} */
export async function serve(connectionFile: string, startExecutor: () => Executor, first: Executor): Promise<void> {
  const sockets = new KernelSockets(readConnectionFile(connectionFile));
  let language: CellLanguage | undefined;
  const session = new Session({
    sockets,
    headers: new HeaderMaker(),
    history: new History(historyFile()),
    language: () => (language ??= createLanguage({ folder: process.cwd() })),
    executor: first,
    startExecutor,
  });
  await sockets.open(new Dispatcher(session));
  session.publish("status", { execution_state: "starting" });
  setImmediate(() => session.language.warm());
  obeySignals(session);
  endWithParent(session);
  await session.closed;
}

/** `CELLWRIGHT_HISTORY` names another file; empty keeps history in memory. */
function historyFile(): string | undefined {
  const named = process.env["CELLWRIGHT_HISTORY"];
  if (named !== undefined) return named || undefined;
  return join(process.env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "cellwright", "history.jsonl");
}

function obeySignals(session: Session): void {
  process.on("SIGINT", () => void session.interrupt());
  process.on("SIGTERM", () => void session.close());
}

/** Who starts a kernel names itself in JPY_PARENT_PID: a kernel whose starter has died must not linger, not even if it died before the kernel looked. */
function endWithParent(session: Session): void {
  const starter = Number(process.env["JPY_PARENT_PID"]);
  if (!starter || process.platform === "win32") return;
  const parent = process.ppid;
  const orphaned = (): boolean => process.ppid !== parent || (parent !== starter && !isAlive(starter));
  setInterval(() => orphaned() && void session.close(), PARENT_CHECK_MS).unref();
}
