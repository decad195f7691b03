// All processes of this machine, a row each.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessRow {
  id: number;
  parent: number;
  group: number;
  /** Changes whenever it computes. */
  processorTime: string;
  /** Resident memory. */
  bytes: number;
}

/** None where the platform does not tell (Windows). */
export function processRows(): ProcessRow[] {
  if (process.platform === "win32") return [];
  return process.platform === "linux" ? rowsFromProc() : rowsFromPs();
}

const PAGE_BYTES = 4096; // of every platform that Node has binaries for on Linux, but some arm64 kernels

/** Of /proc/PID/stat the fields behind the name, which may hold blanks and parentheses: state, ppid, pgrp, …; user and system time; resident pages. */
function rowsFromProc(): ProcessRow[] {
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const stat = readIfThere(`/proc/${name}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ").map(Number);
    const [, parent = 0, group = 0] = fields;
    return stat ? [{ id: Number(name), parent, group, processorTime: String((fields[11] ?? 0) + (fields[12] ?? 0)), bytes: (fields[21] ?? 0) * PAGE_BYTES }] : [];
  });
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the process has ended meanwhile
  }
}

function rowsFromPs(): ProcessRow[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid=,rss=,time="], { encoding: "utf8" }).trim().split("\n");
  return lines.map((line) => line.trim().split(/\s+/)).map(([id, parent, group, kilobytes, processorTime = ""]) => (
    { id: Number(id), parent: Number(parent), group: Number(group), bytes: Number(kilobytes) * 1024, processorTime }));
}
