#!/usr/bin/env node
// The command's face: each command lives in its own room.
import { Command, CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { exitCodeOf, exitCodes, oneLine } from "./runner/errors";
import { addRunCommand } from "./runner/command";
import { addNotebookCommands } from "./runner/edit/command";
import { addInstallCommands } from "./install/command";
import { addLessonCommands } from "./lesson/command";
import { runKernel } from "./kernel/main";

const { version } = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { version: string };
const finish = (code: number): void => void (process.exitCode = code);

const program = new Command("cellwright")
  .description("TypeScript in Jupyter: a kernel, a library for learning, lessons, and a headless notebook runner")
  .version(version)
  .exitOverride()
  .configureHelp({ sortSubcommands: true });

program.command("kernel").description("run a kernel; Jupyter calls this").argument("<connection-file>")
  .action(async (file: string) => finish(await runKernel(file)));
addRunCommand(program, finish);
addNotebookCommands(program, finish);
addInstallCommands(program, finish);
addLessonCommands(program);

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) return finish(error.exitCode === 0 ? exitCodes.passed : exitCodes.usage);
  process.stderr.write(`cellwright: ${oneLine(error)}\n`);
  finish(exitCodeOf(error));
});
