// The processes that the executor's cells have started.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Process ids of all descendants of `root`; none where the platform does not tell. */
export function descendants(root: number): number[] {
  const parents = process.platform === "linux" ? parentsFromProc() : parentsFromPs();
  const found = [root];
  for (const id of found) found.push(...parents.filter(([, parent]) => parent === id).map(([child]) => child));
  return found.slice(1);
}

type ProcessRow = readonly [id: number, parent: number];

function parentsFromProc(): ProcessRow[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const stat = readIfThere(`/proc/${name}/stat`);
    const afterName = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // a process name may hold blanks and parentheses
    return stat ? [[Number(name), Number(afterName[1])] as const] : [];
  });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has ended meanwhile
  }
}

function parentsFromPs(): ProcessRow[] {
  if (process.platform === "win32") return [];
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/).map(Number)).map(([id = 0, parent = 0]) => [id, parent] as const);
}
