// Which processes run: what a kernel leaves behind is looked for by process id.
import { readdirSync, readFileSync } from "node:fs";

/** Whether a process exists and is no zombie. */
export function isRunning(id: number): boolean {
  return stateAndParent(id)?.state !== undefined && stateAndParent(id)?.state !== "Z";
}

export function childrenOf(parent: number): number[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((id) => stateAndParent(id)?.parent === parent);
}

export function descendantsOf(root: number): number[] {
  return childrenOf(root).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Resolves when none of them runs any more. @throws when the deadline passes. */
export async function allGone(ids: readonly number[], deadline = 5000): Promise<void> {
  const until = Date.now() + deadline;
  while (ids.some(isRunning)) {
    if (Date.now() > until) throw new Error(`still running: ${ids.filter(isRunning).join(", ")}`);
    await new Promise((resolve) => setTimeout(resolve, 10)); // a process that is no child of ours tells nobody that it ends
  }
}

function stateAndParent(id: number): { state: string; parent: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    return undefined;
  }
}
