// What a check of the doctor's says.
import type { Machine } from "../../protocol";
import type { InstalledSpec } from "../spec";

export interface Finding {
  what: string;
  ok: boolean;
  /** Without it the kernel does not work; otherwise it is an extra. */
  needed: boolean;
  /** What was found. */
  detail: string;
  /** How to mend it, when it is not well. */
  mend?: string;
}

export interface Patient { machine: Machine; specs: readonly InstalledSpec[]; packageFolder: string }

export type Check = (patient: Patient) => Finding[] | Promise<Finding[]>;

/** A finding from an attempt: its detail if it succeeds, the error's first line if not. */
export async function attempt(what: string, needed: boolean, mend: string, work: () => string | Promise<string>): Promise<Finding> {
  try {
    return { what, needed, ok: true, detail: await work() };
  } catch (error) {
    const [detail = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { what, needed, ok: false, detail, mend };
  }
}
