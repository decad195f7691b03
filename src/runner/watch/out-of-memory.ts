// How often the system has killed a process for want of memory: what a kernel's sudden end is checked against.
import { readFileSync } from "node:fs";

/** Linux counts them, also those within a container's limit; elsewhere always 0. */
export function outOfMemoryKills(): number {
  try {
    return Number(/^oom_kill (\d+)$/m.exec(readFileSync("/proc/vmstat", "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
