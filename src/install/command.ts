// `cellwright install | uninstall | list | doctor`: the options, what is printed, the exit codes.
import { InvalidArgumentError, type Command } from "commander";
import { thisMachine } from "../protocol";
import { exitCodes } from "../runner/errors";
import { examine, isWell, line } from "./doctor/checks";
import { install, ownPackage, uninstall, type InstallOptions } from "./install";
import { describe, installedSpecs } from "./list";
import { kernelsFolder, type PlaceOptions } from "./place";

const DEFAULT_NAME = "cellwright";

/** @param finish takes the exit code. */
export function addInstallCommands(program: Command, finish: (code: number) => void): void {
  addInstall(program);
  addUninstall(program);
  placed(program.command("list").description("show the installed kernelspecs, and whether they work"))
    .option("--json", "print as JSON")
    .action((options: PlaceOptions & { json?: boolean }) => list(options));
  placed(program.command("doctor").description("say what is wrong, and how to mend it; exit 0 when the kernel works, else 3"))
    .option("--json", "print as JSON")
    .action(async (options: PlaceOptions & { json?: boolean }) => finish(await doctor(options)));
}

function addInstall(program: Command): void {
  placed(program.command("install").description("install the kernel for Jupyter; needs no Python and no network"))
    .option("--name <name>", "the kernel's name", DEFAULT_NAME)
    .option("--display-name <text>", "the name that Jupyter shows")
    .option("--env <KEY=VALUE>", "a variable for the kernel (repeatable)", variable, {})
    .option("--node <path>", "the Node executable that runs the kernel (default: this one)")
    .option("--heap <MiB>", "the heap of the process that runs cells", wholeNumber)
    .option("--force", "overwrite another program's kernelspec of that name")
    .action((options: InstallOptions) => console.log(`installed\n${describe(install(thisMachine(), options))}`));
}

function addUninstall(program: Command): void {
  placed(program.command("uninstall").description("remove an installed kernel and all that install wrote"))
    .option("--name <name>", "the kernel's name", DEFAULT_NAME)
    .option("--force", "remove it even if another program wrote it")
    .action((options: PlaceOptions & { name: string; force?: boolean }) => console.log(`removed ${uninstall(thisMachine(), options)}`));
}

function placed(command: Command): Command {
  return command
    .option("--user", "in the user's Jupyter folder (default)")
    .option("--sys-prefix", "in the active Python environment (venv, conda)")
    .option("--prefix <dir>", "below a folder: DIR/share/jupyter/kernels");
}

function found(options: PlaceOptions): ReturnType<typeof installedSpecs> {
  const chosen = options.prefix !== undefined || options.sysPrefix || options.user;
  return installedSpecs(thisMachine(), chosen ? [kernelsFolder(thisMachine(), options)] : []);
}

function list(options: PlaceOptions & { json?: boolean }): void {
  const specs = found(options);
  if (options.json) console.log(JSON.stringify(specs, null, 2));
  else console.log(specs.length > 0 ? specs.map(describe).join("\n") : "no Cellwright kernel is installed: run `cellwright install`");
}

async function doctor(options: PlaceOptions & { json?: boolean }): Promise<number> {
  const findings = await examine({ machine: thisMachine(), specs: found(options), packageFolder: ownPackage });
  const works = isWell(findings);
  if (options.json) console.log(JSON.stringify({ works, findings }, null, 2));
  else console.log([...findings.map(line), works ? "The kernel works." : "The kernel does not work yet: mend what is WRONG above."].join("\n"));
  return works ? exitCodes.passed : exitCodes.infrastructure;
}

function variable(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1 || /\s/.test(text.slice(0, at))) throw new InvalidArgumentError("expected KEY=VALUE.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("expected a whole number of MiB, from 1.");
  return value;
}
