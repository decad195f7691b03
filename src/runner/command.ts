// `cellwright run`: the options, the reports, the exit code.
import { Option, type Command } from "commander";
import { join } from "node:path";
import { runOptions, seconds, tolerance, wholeNumber, type CommandOptions } from "./command-options";
import { exitCodes } from "./errors";
import type { NotebookResult } from "./events";
import { writeSite } from "./html/site";
import { writeAtomically } from "./notebook";
import { githubAnnotations } from "./report/github";
import { jsonlReporter } from "./report/jsonl";
import { junit } from "./report/junit";
import { summary } from "./report/summary";
import { terminalReporter } from "./report/terminal";
import { run } from "./run";
import { timeKey } from "./shard";

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
    .option("--compare", "fail where an output is not as stored in the notebook")
    .option("--tolerance <t>", "with --compare: numbers may differ by this part of their size", tolerance, 0)
    .option("--absolute-tolerance <t>", "with --compare: numbers may differ by this much", tolerance, 0)
    .option("--normalise <files...>", "with --compare: YAML or JSON lists of pattern and replace, for what differs from run to run")
    .option("--ignore-mime <types...>", "with --compare: mime types that are not compared")
    .option("--allow-errors", "cells may fail, and the notebook goes on")
    .option("--only <tags...>", "execute only cells that have one of these tags")
    .option("--skip <tags...>", "leave out cells that have one of these tags")
    .option("--kernel <name>", "kernelspec to use instead of each notebook's own")
    .option("--html", "also write an HTML site that works offline")
    .option("--junit <file>", "also write a JUnit report")
    .option("--jsonl <file>", "also write every event as a line of JSON, as it happens")
    .option("--github", "also print failures as GitHub annotations (on by itself in GitHub Actions)")
    .option("--shard <i/n>", "run one part of n only; all parts together run everything")
    .option("--times <file>", "with --shard: recorded seconds, so that the parts take about the same time")
    .option("--write-times <file>", "record how long each notebook took")
    .option("--inputs <paths...>", "keep results, and run again only what changed: the notebook, its kernel, or these files and folders")
    .option("--force", "run everything, changed or not")
    .addOption(new Option("--typecheck [strict]", "store TypeScript's warnings under the cells of Cellwright's kernel; strict: a type error fails its cell").choices(["strict"]))
    .option("--quiet", "print the summary only")
    .action(async (paths: string[], options: CommandOptions) => finish(await runCommand(paths, options)));
}

async function runCommand(paths: string[], options: CommandOptions): Promise<number> {
  const reporter = options.jsonl === undefined ? undefined : jsonlReporter(options.jsonl);
  const shown = options.quiet ? undefined : terminalReporter(process.stdout);
  try {
    return await reported(await run(paths, { ...runOptions(options), signal: stopSignal() }, (event) => [shown, reporter?.listener].forEach((listener) => listener?.(event))), options);
  } finally {
    reporter?.close();
  }
}

/** The reports of a run that has ended. @returns the exit code. */
async function reported(results: readonly NotebookResult[], options: CommandOptions): Promise<number> {
  if (options.junit) writeAtomically(options.junit, junit(results));
  if (options.writeTimes) writeAtomically(options.writeTimes, timesText(results));
  if (options.html) console.log(`site: ${await writeSite(results, join(options.out, "site"))}`);
  console.log(summary(results, process.stdout.isTTY === true));
  if ((options.github ?? process.env["GITHUB_ACTIONS"] === "true") && results.some(({ failure }) => failure)) console.log(githubAnnotations(results));
  return exitCodeFor(results);
}

const timesText = (results: readonly NotebookResult[]): string =>
  `${JSON.stringify(Object.fromEntries(results.map(({ path, seconds }) => [timeKey(path), Number(seconds.toFixed(1))])), null, 1)}\n`;

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
