// A notebook marked flaky gets several attempts, each on a fresh kernel.
import type { Failure, NotebookResult } from "./events";
import { tagsOf, type Notebook } from "./notebook";
import { executionOf } from "./rules";

/** Attempts after the first, unless told otherwise. */
export const RETRIES = 2;

const HOPELESS: readonly NotebookResult["outcome"][] = ["aborted", "unwritten"];

/** @param again is told before each attempt after the first. */
export async function attempted(notebook: Notebook, retries: number, once: () => Promise<NotebookResult>, again: (attempt: number, failure: Failure) => void): Promise<NotebookResult> {
  const earlier: Failure[] = [];
  for (;;) {
    const result = await once();
    const { failure, outcome } = result;
    const told = earlier.length > 0 ? { ...result, earlier } : result;
    if (!failure || HOPELESS.includes(outcome) || earlier.length >= retries || !isFlaky(notebook, failure)) return told;
    earlier.push(failure);
    again(earlier.length + 1, failure);
  }
}

/** Marked by the tag `flaky` on the cell that failed, or by the notebook's metadata: `{ "execution": { "flaky": true } }`. */
function isFlaky(notebook: Notebook, { cell }: Failure): boolean {
  const failed = notebook.cells[cell - 1];
  return executionOf(notebook).flaky === true || (failed !== undefined && tagsOf(failed).includes("flaky"));
}
