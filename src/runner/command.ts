// `cellwright run`: the options, the reports, the exit code.
import { InvalidArgumentError, Option, type Command } from "commander";
import { join } from "node:path";
import { exitCodes } from "./errors";
import type { NotebookResult } from "./events";
import { writeSite } from "./html/site";
import { writeAtomically } from "./notebook";
import { givenValues } from "./parameters/values";
import { junit } from "./report/junit";
import { summary } from "./report/summary";
import { terminalReporter } from "./report/terminal";
import { run } from "./run";

interface CommandOptions {
  out: string; jobs?: number; timeout?: number; cellTimeout?: number; kernel?: string; allowErrors?: boolean; only?: string[]; skip?: string[]; param?: string[]; params?: string[];
  html?: boolean; junit?: string; inputs?: string[]; force?: boolean; quiet?: boolean; typecheck?: true | "strict";
}

/** @param finish takes the exit code. */
export function addRunCommand(program: Command, finish: (code: number) => void): void {
  program.command("run")
    .description("execute notebooks headless on their kernels; the sources are never touched")
    .argument("<paths...>", "notebooks, or folders of them")
    .option("--out <dir>", "folder for the executed notebooks and the site", "executed")
    .option("--jobs <n>", "notebooks at a time (default: one a processor)", wholeNumber)
    .option("--timeout <s>", "seconds for a whole notebook", seconds)
    .option("--cell-timeout <s>", "seconds for one cell", seconds)
    .option("-p, --param <name=value...>", "set parameters that the notebooks declare (the cell tagged parameters)")
    .option("--params <files...>", "YAML or JSON files of parameters")
    .option("--allow-errors", "cells may fail, and the notebook goes on")
    .option("--only <tags...>", "execute only cells that have one of these tags")
    .option("--skip <tags...>", "leave out cells that have one of these tags")
    .option("--kernel <name>", "kernelspec to use instead of each notebook's own")
    .option("--html", "also write an HTML site that works offline")
    .option("--junit <file>", "also write a JUnit report")
    .option("--inputs <paths...>", "keep results, and run again only what changed: the notebook, its kernel, or these files and folders")
    .option("--force", "run everything, changed or not")
    .addOption(new Option("--typecheck [strict]", "store TypeScript's warnings under the cells of Cellwright's kernel; strict: a type error fails its cell").choices(["strict"]))
    .option("--quiet", "print the summary only")
    .action(async (paths: string[], options: CommandOptions) => finish(await runCommand(paths, options)));
}

async function runCommand(paths: string[], options: CommandOptions): Promise<number> {
  const env = { ...process.env, ...(options.typecheck && { CELLWRIGHT_TYPES: options.typecheck === "strict" ? "strict" : "wait" }) };
  const parameters = givenValues(options.param ?? [], options.params ?? []);
  const results = await run(paths, { ...options, parameters, env, signal: stopSignal() }, options.quiet ? undefined : terminalReporter(process.stdout));
  if (options.junit) writeAtomically(options.junit, junit(results));
  if (options.html) console.log(`site: ${await writeSite(results, join(options.out, "site"))}`);
  console.log(summary(results, process.stdout.isTTY === true));
  return exitCodeFor(results);
}

function exitCodeFor(results: readonly NotebookResult[]): number {
  if (results.some(({ outcome }) => outcome === "died" || outcome === "aborted")) return exitCodes.infrastructure;
  return results.every(({ failure }) => !failure) ? exitCodes.passed : exitCodes.cellFailed;
}

/** SIGINT and SIGTERM end the running cells, and what has run is stored; the second time, all ends at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => (controller.signal.aborted ? process.exit(exitCodes.infrastructure) : controller.abort());
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return controller.signal;
}

function seconds(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("expected a number of seconds above 0.");
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number from 1.");
  return value;
}
