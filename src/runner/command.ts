// `cellwright run`: the options, the reports, the exit code.
import { Option, type Command } from "commander";
import { join } from "node:path";
import { bytes, count, runOptions, seconds, secondsOrNone, tolerance, wholeNumber, type CommandOptions } from "./command-options";
import { exitCodes } from "./errors";
import type { Listener, NotebookResult } from "./events";
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
    .description("execute notebooks headless on their kernels; the sources are not touched, unless --in-place")
    .argument("<paths...>", "notebooks, or folders of them")
    .option("--out <dir>", "folder for the executed notebooks and the site", "executed")
    .option("--in-place", "write the executed notebooks over the sources")
    .option("--jobs <n>", "notebooks at a time (default: one a processor, fewer where less than 768 MiB of free memory is left for each)", wholeNumber)
    .option("--timeout <s>", "seconds for a whole notebook", seconds)
    .option("--cell-timeout <s>", "seconds for one cell", seconds)
    .option("--memory <size>", "what a kernel and its children may hold, as 512M or 2G", bytes)
    .option("--output-limit <size>", "what one cell may put out (default: 100M; 0: no limit)", bytes)
    .option("--hang-timeout <s>", "seconds after which a kernel that neither answers nor computes is given up (default: 30; 0: never)", secondsOrNone)
    .option("--retries <n>", "further attempts at a notebook marked flaky (default: 2)", count)
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
    .option("--server <url>", "run on kernels of a Jupyter server, JupyterHub (…/user/NAME/) or kernel gateway")
    .option("--token <token>", "with --server: its token (better: the variable JUPYTER_TOKEN, which no list of processes shows)")
    .option("--server-folder <path>", "with --server: the folder on the server that stands for this one (default: the server's root)")
    .option("--reconnect <s>", "with --server: seconds for which a cut connection is tried again (default: 60)", secondsOrNone)
    .option("--html", "also write an HTML site that works offline")
    .option("--junit <file>", "also write a JUnit report")
    .option("--log-output", "also print the cells' outputs as they come (and into --jsonl)")
    .option("--jsonl <file>", "also write every event as a line of JSON, as it happens")
    .option("--github", "also print failures as GitHub annotations (on by itself in GitHub Actions)")
    .option("--shard <i/n>", "run one part of n only; all parts together run everything")
    .option("--times <file>", "with --shard: recorded seconds, so that the parts take about the same time")
    .option("--write-times <file>", "record how long each notebook took")
    .option("--inputs <paths...>", "keep results, and run again only what changed: the notebook, its kernel, or these files and folders")
    .option("--no-cache", "run everything: also what --inputs, or a run that was cut short, would leave out")
    .addOption(new Option("--typecheck [strict]", "store TypeScript's warnings under the cells of Cellwright's kernel; strict: a type error fails its cell").choices(["strict"]))
    .option("--quiet", "print the summary only")
    .action(async (paths: string[], options: CommandOptions) => finish(await runCommand(paths, options)));
}

async function runCommand(paths: string[], options: CommandOptions): Promise<number> {
  const shown = { outputs: options.logOutput };
  const reporters = [...(options.jsonl === undefined ? [] : [jsonlReporter(options.jsonl, shown)]), ...(options.quiet ? [] : [terminalReporter(process.stdout, shown)])];
  const onEvent: Listener = (event) => reporters.forEach(({ listener }) => listener(event));
  const results = await run(paths, { ...runOptions(options), signal: stopSignal() }, onEvent).finally(() => reporters.forEach((reporter) => reporter.close()));
  return reported(results, options);
}

/** The reports of a run that has ended; first what needs no room on a disk. @returns the exit code. */
async function reported(results: readonly NotebookResult[], options: CommandOptions): Promise<number> {
  console.log(summary(results, process.stdout.isTTY === true));
  if ((options.github ?? process.env["GITHUB_ACTIONS"] === "true") && results.some(({ failure }) => failure)) console.log(githubAnnotations(results));
  if (options.junit) writeAtomically(options.junit, junit(results));
  if (options.writeTimes) writeAtomically(options.writeTimes, timesText(results));
  if (options.html) console.log(`site: ${await site(results, options.out)}`);
  return exitCodeFor(results);
}

/** What draws it is loaded only here: it takes 100 ms. @returns where it is. */
async function site(results: readonly NotebookResult[], out: string): Promise<string> {
  const { writeSite } = await import("./html/site.js");
  return writeSite(results, join(out, "site"));
}

const timesText = (results: readonly NotebookResult[]): string =>
  `${JSON.stringify(Object.fromEntries(results.map(({ path, seconds }) => [timeKey(path), Number(seconds.toFixed(1))])), null, 1)}\n`;

function exitCodeFor(results: readonly NotebookResult[]): number {
  if (results.some(({ outcome }) => ["died", "unwritten", "aborted"].includes(outcome))) return exitCodes.infrastructure;
  return results.every(({ failure }) => !failure) ? exitCodes.passed : exitCodes.cellFailed;
}

/** SIGINT and SIGTERM end the running cells, and what has run is stored; the second time, all ends at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => (controller.signal.aborted ? process.exit(exitCodes.infrastructure) : controller.abort());
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  return controller.signal;
}
