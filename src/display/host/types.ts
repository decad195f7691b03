// What the library needs of the notebook system it runs in.
import type { Rendered } from "../types";

export interface DisplayHost {
  name: "cellwright" | "tslab" | "deno" | "plain";
  /** With an id, a later update replaces it. */
  display(rendered: Rendered, id?: string): void;
  update(rendered: Rendered, id: string): void;
  /** Clears the cell's output, at once or when its next output comes. */
  clear(wait: boolean): void;
}
