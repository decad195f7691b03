// execute_request: rewrite the cell, run it in the executor, report its outcome.
import * as v from "valibot";
import type { CellOutcome } from "../../executor/parent/executor";
import { CellSyntaxError, type TypeProblem } from "../../language";
import type { JsonObject, Message } from "../../protocol";
import type { CellRecord } from "../cells";
import type { Session } from "../session";
import { type TypeCheck, describeProblems } from "../types";
import { fields } from "./context";
import { askedAbout, help } from "./help";

const schema = v.object({
  code: v.string(),
  silent: v.optional(v.boolean(), false),
  store_history: v.optional(v.boolean(), true),
  user_expressions: v.optional(v.nullable(v.record(v.string(), v.string()))),
  stop_on_error: v.optional(v.boolean(), true),
});
export type ExecuteFields = v.InferOutput<typeof schema>;

export const executeFields = (request: Message): ExecuteFields => fields(schema, request);

export interface Executed {
  reply: JsonObject;
  /** What is left to do once the reply has been sent; `othersWait` while more cells are queued. */
  settle(othersWait: boolean): Promise<void>;
}

export async function execute(session: Session, request: Message): Promise<Executed> {
  const asked = executeFields(request);
  const counted = !asked.silent && asked.store_history;
  if (counted) session.executionCount++;
  const cell = session.cells.add(request, asked.code, session.executionCount, asked.silent);
  if (counted) session.history.add(session.executionCount, asked.code);
  if (!asked.silent) session.publish("execute_input", { code: asked.code, execution_count: cell.executionCount }, request);
  session.output.began(cell);
  const name = askedAbout(cell.source);
  const check = cell.source.trim() === "" || name ? undefined : session.types.check(cell);
  const reply = name ? await helped(session, cell, name) : await replyFor(session, cell, await run(session, cell, check), asked.user_expressions ?? {});
  session.output.ended(cell);
  return { reply, settle: (othersWait) => settle(session, cell, { check, othersWait, failed: reply["status"] === "error" }) };
}

/** A strict check has been told already, if it found anything. */
async function settle(session: Session, cell: CellRecord, { check, ...how }: { check: TypeCheck | undefined; othersWait: boolean; failed: boolean }): Promise<void> {
  if (!cell.rewritten) return;
  if (check && check.mode !== "strict") await session.types.show(cell, check, how);
  session.types.ran(cell);
}

async function run(session: Session, cell: CellRecord, check: TypeCheck | undefined): Promise<CellOutcome> {
  if (cell.source.trim() === "") return { status: "ok" };
  try {
    cell.rewritten = session.language.rewrite(cell.source, { id: cell.id, url: cell.url });
  } catch (error) {
    return { status: "error", error: describeRewriteError(error, cell) };
  }
  const found = check?.mode === "strict" ? await check.problems : [];
  if (found.length === 0) await session.debugger.beforeRun(cell);
  return found.length > 0 ? { status: "error", error: typeError(cell, found) } : session.executor.run(cell.id, cell.rewritten.code);
}

function describeRewriteError(error: unknown, cell: CellRecord): { name: string; message: string; stack: string } {
  if (!(error instanceof CellSyntaxError)) {
    const message = error instanceof Error ? error.message : String(error);
    return { name: "Error", message, stack: `Error: ${message}` };
  }
  return { name: "SyntaxError", message: error.message, stack: `SyntaxError: ${error.message}\n\n${cell.label}, line ${error.line}\n${error.frame}` };
}

function typeError(cell: CellRecord, found: TypeProblem[]): { name: string; message: string; stack: string } {
  const message = `${found[0]?.message}${found.length > 1 ? ` (and ${found.length - 1} more)` : ""}; the cell was not run`;
  return { name: "TypeCheckError", message, stack: `TypeCheckError: ${message}\n\n${describeProblems(cell, found)}` };
}

async function helped(session: Session, cell: CellRecord, name: string): Promise<JsonObject> {
  try {
    const payload = await help(session, name);
    return { status: "ok", execution_count: cell.executionCount, payload, user_expressions: {} };
  } catch (error) {
    return replyFor(session, cell, { status: "error", error: describeRewriteError(error, cell) }, {});
  }
}

async function replyFor(session: Session, cell: CellRecord, outcome: CellOutcome, expressions: Record<string, string>): Promise<JsonObject> {
  const execution_count = cell.executionCount;
  if (outcome.status === "ok") {
    return { status: "ok", execution_count, payload: [], user_expressions: await evaluateAll(session, expressions) };
  }
  if (outcome.status === "interrupted") session.inputs.forget();
  const error = session.output.error(cell, errorOf(outcome));
  return { status: "error", execution_count, ...error, payload: [], user_expressions: {} };
}

function errorOf(outcome: Exclude<CellOutcome, { status: "ok" }>): { name: string; message: string; stack: string } {
  if (outcome.status === "error") return outcome.error;
  const [name, message] = outcome.status === "interrupted"
    ? ["KeyboardInterrupt", "the cell was interrupted; the session's state is kept"]
    : ["ExecutorDied", `${outcome.reason}. The next cell gets a fresh executor: variables and imports of this session are gone`];
  return { name, message, stack: `${name}: ${message}` };
}

async function evaluateAll(session: Session, expressions: Record<string, string>): Promise<JsonObject> {
  const entries = Object.entries(expressions).map(async ([name, expression]) => [name, await evaluate(session, expression)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function evaluate(session: Session, expression: string): Promise<JsonObject> {
  const result = await session.executor.evaluate(expression);
  if (result.status === "ok") return { status: "ok", data: result.rendered.data, metadata: result.rendered.metadata };
  return { status: "error", ename: result.error.name, evalue: result.error.message, traceback: result.error.stack.split("\n") };
}
