// What the runner tells while it runs, and what it returns.
import type { Cell } from "./notebook";

/**
 * How a notebook ended: "cached" had been run before; "died" lost its kernel; "timeout" took too long; "limit" used too much memory or put out too
 * much; "unwritten" could not be stored; "aborted" was interrupted.
 */
export type Outcome = "passed" | "failed" | "died" | "timeout" | "limit" | "unwritten" | "cached" | "aborted";

/** Where and why a notebook stopped. Cells count from 1, over all cells. */
export interface Failure {
  /** Counted from 1; 0: none could run. */
  cell: number;
  /** The cell's id. */
  id: string;
  /** The error's class. */
  ename: string;
  /** The error's message. */
  evalue: string;
  /** With ANSI colour, as the kernel sent it. */
  traceback: string[];
}

/** What became of one notebook. */
export interface NotebookResult {
  /** The notebook that was run. */
  path: string;
  /** The executed notebook. */
  output: string;
  /** How it ended. */
  outcome: Outcome;
  /** Code cells executed, and there are. */
  executed: number;
  /** Code cells that there are. */
  codeCells: number;
  /** How long it took. */
  seconds: number;
  /** The device that the lesson says it ran on. */
  device?: string;
  /** Where and why it stopped, if it did. */
  failure?: Failure;
  /** Why earlier attempts at a notebook marked flaky stopped. */
  earlier?: Failure[];
}

/** False if no cell could run: then there is no executed notebook. */
export const wasStarted = ({ failure }: NotebookResult): boolean => failure?.cell !== 0;

/** What happens while notebooks run. */
export type RunEvent =
  | { type: "run-start"; notebooks: number; kept: number }
  | { type: "notebook-start"; path: string; codeCells: number }
  | { type: "cell-start"; path: string; cell: number; source: string }
  | { type: "output"; path: string; cell: number; name: "stdout" | "stderr" | "result"; text: string }
  | { type: "notice"; path: string; cell: number; text: string }
  | { type: "cell-end"; path: string; cell: number; seconds: number }
  | { type: "retry"; path: string; attempt: number; failure: Failure }
  | { type: "notebook-end"; result: NotebookResult };

/** Is told of every event. */
export type Listener = (event: RunEvent) => void;

/** Outputs carry the device in their metadata: `{ "cellwright": { "device": … } }`. */
export function deviceOf(cells: readonly Cell[]): string | undefined {
  const outputs = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  for (const output of outputs) {
    const ours: unknown = output.output_type === "display_data" || output.output_type === "execute_result" ? output.metadata["cellwright"] : undefined;
    if (typeof ours === "object" && ours !== null && "device" in ours) return String(ours.device);
  }
  return undefined;
}
