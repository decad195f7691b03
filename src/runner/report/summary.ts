// The run's end: a table, then each failure with its cell, error and code frame.
import { stripVTControlCharacters } from "node:util";
import type { NotebookResult } from "../events";
import { adviceFor } from "./advice";
import { shortName } from "./words";

export function summary(results: readonly NotebookResult[], colour: boolean): string {
  const rows = results.map(({ path, device, executed, codeCells, seconds, outcome, earlier }) =>
    [shortName(path), device ?? "–", outcome === "cached" ? String(codeCells) : `${executed}/${codeCells}`, `${seconds.toFixed(1)} s`, earlier ? `${outcome} (attempt ${earlier.length + 1})` : outcome]);
  const failures = results.flatMap((result) => failureText(result, colour));
  const advice = adviceFor(results);
  return [...aligned([["lesson", "device", "cells", "time", "result"], ...rows]), ...failures, ...(advice.length > 0 ? ["", ...advice] : [])].join("\n");
}

function failureText({ path, failure }: NotebookResult, colour: boolean): string[] {
  if (!failure) return [];
  const place = failure.cell > 0 ? `cell ${failure.cell} (id ${failure.id})` : "start";
  const text = failure.traceback.join("\n") || `${failure.ename}: ${failure.evalue}`;
  return ["", `${path}, ${place}:`, colour ? text : stripVTControlCharacters(text)];
}

function aligned(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ").trimEnd());
}
