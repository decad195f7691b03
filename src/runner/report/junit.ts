// JUnit XML: a test suite per run, a test case per notebook, as CI servers read it.
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { NotebookResult } from "../events";

export function junit(results: readonly NotebookResult[]): string {
  const failed = results.filter(({ failure }) => failure).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const suite = `<testsuite name="cellwright" tests="${results.length}" failures="${failed}" errors="0" time="${seconds.toFixed(3)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", suite, ...results.map(testCase), "</testsuite>", "</testsuites>", ""].join("\n");
}

function testCase({ path, seconds, failure }: NotebookResult): string {
  const name = escaped(relative(process.cwd(), path));
  const open = `<testcase classname="notebook" name="${name}" file="${name}" time="${seconds.toFixed(3)}"`;
  if (!failure) return `${open}/>`;
  const message = escaped(`cell ${failure.cell} (id ${failure.id}): ${failure.ename}: ${failure.evalue}`);
  return `${open}><failure type="${escaped(failure.ename)}" message="${message}">${escaped(stripVTControlCharacters(failure.traceback.join("\n")))}</failure></testcase>`;
}

/** XML 1.0 has no place for most control characters, escaped or not. */
function escaped(text: string): string {
  const allowed = [...text].filter((character) => character >= " " || /[\t\n\r]/.test(character)).join("");
  return allowed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}
