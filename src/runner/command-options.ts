// The options of `cellwright run` as commander reads them, and what they mean to `run`.
import { InvalidArgumentError } from "commander";
import type { CompareOptions } from "./compare/compare";
import { normalisersIn } from "./compare/normalise";
import { givenValues } from "./parameters/values";
import type { RunOptions } from "./run-options";
import { serverOptions } from "./remote/server-options";
import { parseShard, timesIn } from "./shard";

export interface CommandOptions {
  out: string; jobs?: number; timeout?: number; cellTimeout?: number; kernel?: string; allowErrors?: boolean; only?: string[]; skip?: string[];
  param?: string[]; params?: string[];
  compare?: boolean; tolerance: number; absoluteTolerance: number; normalise?: string[]; ignoreMime?: string[];
  shard?: string; times?: string; inputs?: string[]; cache: boolean; typecheck?: true | "strict";
  server?: string; token?: string; serverFolder?: string; reconnect?: number;
  inPlace?: boolean; retries?: number; memory?: number; outputLimit?: number; hangTimeout?: number;
  html?: boolean; junit?: string; jsonl?: string; logOutput?: boolean; github?: boolean; writeTimes?: string; quiet?: boolean;
}

/** @throws {UsageError} for a value or a file that cannot be meant. */
export function runOptions(options: CommandOptions): RunOptions {
  const { out, inPlace, jobs, timeout, cellTimeout, kernel, allowErrors, only, skip, inputs, cache, retries, memory, outputLimit, hangTimeout } = options;
  const { shard, times, param = [], params = [], typecheck } = options;
  const env = { ...process.env, ...(typecheck && { CELLWRIGHT_TYPES: typecheck === "strict" ? "strict" : "wait" }) };
  return {
    out, inPlace, jobs, timeout, cellTimeout, kernel, allowErrors, only, skip, inputs, cache, retries, memory, outputLimit, hangTimeout, env,
    server: serverOptions(options, process.env),
    parameters: givenValues(param, params), compare: compareOptions(options), shard: shard === undefined ? undefined : parseShard(shard), times: times === undefined ? undefined : timesIn(times),
  };
}

function compareOptions({ compare, tolerance: relative, absoluteTolerance: absolute, normalise = [], ignoreMime = [] }: CommandOptions): CompareOptions | undefined {
  return compare ? { tolerance: { relative, absolute }, normalisers: normalise.flatMap(normalisersIn), ignore: ignoreMime } : undefined;
}

/** Reads an option's number. @param fits whether it can be meant. */
const numberThat = (fits: (value: number) => boolean, expected: string) => (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !fits(value)) throw new InvalidArgumentError(`expected ${expected}.`);
  return value;
};

export const seconds = numberThat((value) => value > 0, "a number of seconds above 0");
/** 0 is no limit. */
export const secondsOrNone = numberThat((value) => value >= 0, "a number of seconds, 0 for no limit");
export const count = numberThat((value) => Number.isInteger(value) && value >= 0, "a whole number from 0");
export const tolerance = numberThat((value) => value >= 0, "a number from 0");
export const wholeNumber = numberThat((value) => Number.isInteger(value) && value >= 1, "a whole number from 1");

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** "512M", "2G", "1.5GiB"; 0 is no limit. */
export function bytes(text: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i.exec(text.trim()) ?? [];
  if (number === "") throw new InvalidArgumentError("expected a size such as 512M or 2G.");
  return Math.round(Number(number) * (UNITS[unit.toUpperCase()] ?? 1));
}
