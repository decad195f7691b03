// Failures as GitHub Actions' workflow commands: annotations at the file, the cell and its line.
import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Failure, NotebookResult } from "../events";

/** One `::error` line a failed notebook. The line is where the failing cell's id, and in it the failing line, stands in the file. */
export function githubAnnotations(results: readonly NotebookResult[], folder: string = process.cwd()): string {
  return results.flatMap(({ path, failure }) => (failure ? [annotation(path, failure, folder)] : [])).join("\n");
}

function annotation(path: string, failure: Failure, folder: string): string {
  const { cell, id, ename, evalue, traceback } = failure;
  const properties = { file: relative(folder, path).replaceAll("\\", "/"), line: String(lineOf(path, failure)), title: `${cell > 0 ? `cell ${cell}${id && ` (id ${id})`}: ` : ""}${ename}` };
  const message = stripVTControlCharacters(traceback.join("\n") || `${ename}: ${evalue}`);
  return `::error ${Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(value)}`).join(",")}::${escapedData(message)}`;
}

/** From 1; the cell's own beginning where the failing line is not told. */
function lineOf(path: string, { cell, id, traceback }: Failure): number {
  const lines = linesOf(path);
  const start = lines.findIndex((line) => line.includes(`"id": ${JSON.stringify(id)}`) || line.includes(`"id":${JSON.stringify(id)}`));
  if (start === -1) return 1;
  const source = lines.findIndex((line, place) => place >= start && /"source":/.test(line));
  const told = /(?:Cell|cell)[^\n]*?line (\d+)/.exec(stripVTControlCharacters(traceback.join("\n")))?.[1];
  return source === -1 || cell === 0 || !told ? start + 1 : source + 1 + Number(told);
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n");
  } catch {
    return [];
  }
}

const escapedData = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapedProperty = (text: string): string => escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
