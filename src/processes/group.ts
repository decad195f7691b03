// What a process group uses: for memory limits, and to tell a busy kernel from a stopped one.
import { processRows } from "./rows";

export interface GroupUsage {
  /** Resident memory of all its processes, in bytes. */
  bytes: number;
  /** Changes whenever one of them computes. */
  processorTime: string;
}

/** @returns undefined where it cannot be known (Windows, no `ps`). */
export function usageOfGroup(group: number): GroupUsage | undefined {
  if (process.platform === "win32") return undefined;
  try {
    const own = processRows().filter((row) => row.group === group);
    return { bytes: own.reduce((sum, { bytes }) => sum + bytes, 0), processorTime: own.map(({ processorTime }) => processorTime).join() };
  } catch {
    return undefined;
  }
}
