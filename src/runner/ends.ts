// How a cell ends: by its reply, or stopped by us.
import type { Message } from "../protocol";
import type { Failure, Outcome } from "./events";

type Fault = Omit<Failure, "cell" | "id">;

/** What could not go on, and what ends it: asking the kernel first, or at once. */
export interface Stopped { outcome: Exclude<Outcome, "passed" | "cached" | "failed">; failure: Fault; by?: "interrupt" | "kill" }

export type CellEnd = { outcome: "passed" } | { outcome: "failed"; failure: Fault } | Stopped;

export function stopped(outcome: Stopped["outcome"], ename: string, evalue: string, by?: Stopped["by"]): Stopped {
  return { outcome, failure: { ename, evalue, traceback: [`${ename}: ${evalue}`] }, by };
}

export function endFrom({ content }: Message): CellEnd {
  if (content["status"] === "ok") return { outcome: "passed" };
  const traceback = Array.isArray(content["traceback"]) ? content["traceback"].map(String) : [];
  return { outcome: "failed", failure: { ename: String(content["ename"] ?? "Aborted"), evalue: String(content["evalue"] ?? ""), traceback } };
}
