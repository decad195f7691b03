// Divides notebooks among machines: each takes its part, all parts together are the whole, and they take about the same time.
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { oneLine, UsageError } from "./errors";

/** One part of a collection. */
export interface Shard {
  /** From 1. */
  number: number;
  /** How many parts there are. */
  of: number;
}

/** "2/8". @throws {UsageError} */
export function parseShard(text: string): Shard {
  const [, number, of] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  if (shard.number >= 1 && shard.number <= shard.of) return shard;
  throw new UsageError(`--shard ${text}: expected a part and how many there are, such as 2/8`);
}

/**
 * The paths of one part, in their order. The longest first goes to the part that has least to do; of equals the first by name.
 * @param secondsOf recorded times; a notebook without one counts as the median.
 */
export function shardOf(paths: readonly string[], { number, of }: Shard, secondsOf: (path: string) => number | undefined = () => undefined): string[] {
  const known = paths.flatMap((path) => secondsOf(path) ?? []).sort((a, b) => a - b);
  const median = known[Math.floor(known.length / 2)] ?? 1;
  const jobs = paths.map((path) => ({ path, seconds: secondsOf(path) ?? median }));
  const loads = Array.from({ length: of }, () => 0);
  const mine = new Set<string>();
  for (const { path, seconds } of jobs.sort((a, b) => b.seconds - a.seconds || (a.path < b.path ? -1 : 1))) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + seconds;
    if (least === number - 1) mine.add(path);
  }
  return paths.filter((path) => mine.has(path));
}

const schema = v.record(v.string(), v.number());

/** Seconds by notebook ("en/04-mathematics"), as `--write-times` writes them. @throws {UsageError} naming the file. */
export function timesIn(file: string): Map<string, number> {
  try {
    return new Map(Object.entries(v.parse(schema, JSON.parse(readFileSync(file, "utf8")))));
  } catch (error) {
    throw new UsageError(`--times ${file}: expected seconds by notebook, as --write-times writes them: ${oneLine(error)}`);
  }
}

/** The name by which times are kept, the same on every machine: its folder's and its own. */
export const timeKey = (path: string): string => join(basename(dirname(path)), basename(path, ".ipynb")).replaceAll("\\", "/");
