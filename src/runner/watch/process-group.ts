// What a process group uses: for memory limits, and to tell a busy kernel from a stopped one.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface GroupUsage {
  /** Resident memory of all its processes, in bytes. */
  bytes: number;
  /** Changes whenever one of them computes. */
  processorTime: string;
}

/** @returns undefined where it cannot be known (Windows, no `ps`). */
export function usageOfGroup(group: number): GroupUsage | undefined {
  try {
    return process.platform === "linux" ? fromProc(group) : fromPs(group);
  } catch {
    return undefined;
  }
}

const PAGE_BYTES = 4096; // of every platform that Node has binaries for on Linux, but some arm64 kernels

function fromProc(group: number): GroupUsage {
  const found = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => statOf(pid, group) ?? []);
  return { bytes: found.reduce((sum, { bytes }) => sum + bytes, 0), processorTime: found.map(({ ticks }) => ticks).join() };
}

/** Of /proc/PID/stat the fields behind the name, which may hold blanks: state, ppid, pgrp, …; user and system time; resident pages. */
function statOf(pid: string, group: number): { bytes: number; ticks: number } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number);
    return fields[2] === group ? { ticks: (fields[11] ?? 0) + (fields[12] ?? 0), bytes: (fields[21] ?? 0) * PAGE_BYTES } : undefined;
  } catch {
    return undefined; // ended in between
  }
}

function fromPs(group: number): GroupUsage {
  const rows = execFileSync("ps", ["-A", "-o", "pgid=,rss=,time="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/));
  const own = rows.filter(([pgid]) => Number(pgid) === group);
  return { bytes: own.reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0), processorTime: own.map(([, , time]) => time).join() };
}
