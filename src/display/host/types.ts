// What the library needs of the notebook system it runs in.
import type { Rendered } from "../types";
import type { Comms } from "./comms";

/** Output that was kept from the cell: as the cell would have sent it. */
export type Captured =
  | { type: "stream"; name: "stdout" | "stderr"; text: string }
  | { type: "display" | "update"; rendered: Rendered; id?: string }
  | { type: "clear"; wait: boolean };

/** What the library needs of the notebook system that it runs in. */
export interface DisplayHost {
  /** Which system it is; "plain" is a script. */
  name: "cellwright" | "tslab" | "deno" | "plain";
  /** With an id, a later update replaces it. */
  display(rendered: Rendered, id?: string): void;
  /** Replaces what was displayed with this id. */
  update(rendered: Rendered, id: string): void;
  /** Clears the cell's output, at once or when its next output comes. */
  clear(wait: boolean): void;
  /** Two-way channels to the front end, where the host carries them. */
  comms?: Comms;
  /** Runs `work`; what it and all that it starts print and display goes to `take` and not to the cell. */
  capture?<T>(take: (output: Captured) => void, work: () => T): T;
  /** Runs what may not be cut in two: an interrupt aborts the cell's `signal` and waits for the end of `work`, for some seconds at most. */
  whole?<T>(work: () => Promise<T>): Promise<T>;
  /** Runs `work` and drops what native code writes to stdout and stderr meanwhile, unless `work` throws. */
  quietly?<T>(work: () => T): T;
}
