// JUnit XML: a test suite per run, a test case per notebook, as CI servers read it.
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Failure, NotebookResult } from "../events";

export function junit(results: readonly NotebookResult[]): string {
  const failed = results.filter(({ failure }) => failure).length;
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const suite = `<testsuite name="cellwright" tests="${results.length}" failures="${failed}" errors="0" time="${seconds.toFixed(3)}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", suite, ...results.map(testCase), "</testsuite>", "</testsuites>", ""].join("\n");
}

/** Attempts that failed before one passed are Surefire's `flakyFailure`, those before the last failure `rerunFailure`: CI servers know both. */
function testCase({ path, seconds, failure, earlier = [] }: NotebookResult): string {
  const name = escaped(relative(process.cwd(), path));
  const open = `<testcase classname="notebook" name="${name}" file="${name}" time="${seconds.toFixed(3)}"`;
  const before = earlier.map((each) => element(failure ? "rerunFailure" : "flakyFailure", each));
  const inside = [...(failure ? [element("failure", failure)] : []), ...before].join("");
  return inside ? `${open}>${inside}</testcase>` : `${open}/>`;
}

function element(name: string, { cell, id, ename, evalue, traceback }: Failure): string {
  const message = escaped(`cell ${cell} (id ${id}): ${ename}: ${evalue}`);
  return `<${name} type="${escaped(ename)}" message="${message}">${escaped(stripVTControlCharacters(traceback.join("\n")))}</${name}>`;
}

/** XML 1.0 has no place for most control characters, escaped or not. */
function escaped(text: string): string {
  const allowed = [...text].filter((character) => character >= " " || /[\t\n\r]/.test(character)).join("");
  return allowed.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;").replaceAll("\n", "&#10;");
}
