// `cellwright notebook strip | validate | list | script | from-script`: what is done to notebooks without running them.
import type { Command } from "commander";
import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { exitCodes, oneLine, UsageError } from "../errors";
import { readNotebook, serialised, writeAtomically } from "../notebook";
import { notebooksIn, outputPaths } from "../paths";
import { listed, listText } from "./list";
import { fromScript, scriptEnd, toScript } from "./script";
import { hasOutputs, stripped } from "./strip";

interface Where { out?: string; inPlace?: boolean }

/** @param finish takes the exit code. */
export function addNotebookCommands(program: Command, finish: (code: number) => void): void {
  const notebook = program.command("notebook").description("work with notebooks without running them");
  placed(notebook.command("strip").description("remove outputs and what else a run has left").argument("<paths...>", "notebooks, or folders of them"))
    .option("--check", "change nothing; exit with 1 if a notebook has outputs")
    .action((paths: string[], options: Where & { check?: boolean }) => finish(options.check ? checkStripped(paths) : strip(paths, options)));
  notebook.command("validate").description("read notebooks, and say what is wrong with those that cannot be read").argument("<paths...>", "notebooks, or folders of them")
    .action((paths: string[]) => finish(validate(paths)));
  notebook.command("list").description("show cells with their tags, and parameters").argument("<paths...>", "notebooks, or folders of them").option("--json", "print as JSON")
    .action((paths: string[], { json }: { json?: boolean }) => list(paths, json ?? false));
  notebook.command("script").description("write notebooks as scripts in the percent format (// %%)").argument("<paths...>", "notebooks, or folders of them").requiredOption("--out <dir>", "folder for the scripts")
    .action((paths: string[], { out }: { out: string }) => convert(notebooksIn(paths), out, scriptOf));
  notebook.command("from-script").description("write scripts in the percent format as notebooks").argument("<scripts...>", "files that end in .ts, .js or .py").requiredOption("--out <dir>", "folder for the notebooks")
    .action((paths: string[], { out }: { out: string }) => convert(paths.map((path) => resolve(path)), out, notebookOf));
}

function placed(command: Command): Command {
  return command.option("--out <dir>", "folder for the results").option("--in-place", "change the notebooks themselves");
}

function strip(paths: readonly string[], { out, inPlace }: Where): number {
  if ((out === undefined) === !inPlace) throw new UsageError("strip: expected either --out DIR or --in-place");
  const sources = notebooksIn(paths);
  const targets = out === undefined ? new Map(sources.map((path) => [path, path])) : outputPaths(sources, out);
  for (const path of sources) {
    const notebook = readNotebook(path);
    const target = targets.get(path) ?? path;
    if (out !== undefined && resolve(target) === resolve(path)) throw new UsageError(`${path}: would be overwritten. Choose another folder with --out, or say --in-place`);
    const text = serialised(stripped(notebook));
    if (inPlace && text === readFileSync(path, "utf8")) continue;
    writeAtomically(target, text);
    console.log(target);
  }
  return exitCodes.passed;
}

function checkStripped(paths: readonly string[]): number {
  const unclean = notebooksIn(paths).filter((path) => hasOutputs(readNotebook(path)));
  for (const path of unclean) console.log(`${path}: has outputs (cellwright notebook strip --in-place removes them)`);
  return unclean.length > 0 ? exitCodes.cellFailed : exitCodes.passed;
}

function validate(paths: readonly string[]): number {
  const faults = notebooksIn(paths).flatMap((path) => {
    try {
      const ids = readNotebook(path).cells.map(({ id }) => id);
      const twice = ids.find((id, place) => ids.indexOf(id) !== place);
      return twice === undefined ? [] : [`${path}: the cell id "${twice}" is there twice`];
    } catch (error) {
      return [oneLine(error)];
    }
  });
  for (const fault of faults) console.log(fault);
  return faults.length > 0 ? exitCodes.usage : exitCodes.passed;
}

function list(paths: readonly string[], json: boolean): void {
  const all = notebooksIn(paths).map((path) => ({ path, ...listed(readNotebook(path)) }));
  console.log(json ? JSON.stringify(all, null, 2) : all.map(({ path, ...rest }) => listText(path, rest)).join("\n\n"));
}

interface Converted { name: string; text: string }

function convert(sources: readonly string[], out: string, make: (path: string) => Converted): void {
  const targets = outputPaths(sources, out);
  for (const path of sources) {
    const { name, text } = make(path);
    const target = join(dirname(targets.get(path) ?? path), name);
    writeAtomically(target, text);
    console.log(target);
  }
}

function scriptOf(path: string): Converted {
  const notebook = readNotebook(path);
  const end = scriptEnd(notebook);
  return { name: `${basename(path, ".ipynb")}.${end}`, text: toScript(stripped(notebook), end) };
}

function notebookOf(path: string): Converted {
  const end = extname(path);
  try {
    return { name: `${basename(path, end)}.ipynb`, text: serialised(fromScript(readFileSync(path, "utf8"), end.slice(1))) };
  } catch (error) {
    throw new UsageError(`${path}: ${oneLine(error)}`);
  }
}
