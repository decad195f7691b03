// The processes that a process has started, and those that they have.
import { processRows } from "./rows";

/** Process ids of all descendants of `root`; none where the platform does not tell. */
export function descendants(root: number): number[] {
  const rows = processRows();
  const found = [root];
  for (const id of found) found.push(...rows.filter(({ parent }) => parent === id).map((row) => row.id));
  return found.slice(1);
}
