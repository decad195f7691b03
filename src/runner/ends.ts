// How a cell ends: by its reply, or stopped by us.
import type { Message } from "../protocol";
import type { Failure, Outcome } from "./events";
import type { Output } from "./notebook";

type Fault = Omit<Failure, "cell" | "id">;

/** What could not go on, and what ends it: asking the kernel first, or at once. */
export interface Stopped { outcome: Exclude<Outcome, "passed" | "cached" | "failed">; failure: Fault; by?: "interrupt" | "kill" }

export type CellEnd = { outcome: "passed" } | { outcome: "failed"; failure: Fault } | Stopped;

export function stopped(outcome: Stopped["outcome"], ename: string, evalue: string, by?: Stopped["by"]): Stopped {
  return { outcome, failure: { ename, evalue, traceback: [`${ename}: ${evalue}`] }, by };
}

/** @param outputs of the cell so far. */
export function endFrom({ content }: Message, outputs: readonly Output[]): CellEnd {
  if (content["status"] === "ok") return { outcome: "passed" };
  const traceback = Array.isArray(content["traceback"]) ? content["traceback"].map(String) : [];
  const named = { ename: String(content["ename"] ?? "Aborted"), evalue: String(content["evalue"] ?? ""), traceback };
  return { outcome: "failed", failure: content["ename"] === undefined && content["status"] === "error" ? lastWords(outputs) ?? named : named };
}

/** A kernel that names no error (tslab) has written it to stderr. */
function lastWords(outputs: readonly Output[]): Fault | undefined {
  const said = outputs.flatMap((output) => (output.output_type === "stream" && output.name === "stderr" ? output.text : [])).join("").trim();
  if (said === "") return undefined;
  const [, ename, evalue] = /^(\w*(?:Error|Exception)): (.*)$/m.exec(said) ?? [];
  return { ename: ename ?? "Error", evalue: evalue ?? said.split("\n")[0] ?? "", traceback: said.split("\n") };
}
