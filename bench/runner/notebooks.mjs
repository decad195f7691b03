// Notebooks of trivial cells, the same for every runner.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What one cell holds, and what it must have put out. */
export const CELL = "1 + 1";

/** @returns {{ folder: string, files: string[], remove(): void }} `count` notebooks of `cells` cells each in a new folder. */
export function makeNotebooks(kernel, count, cells) {
  const folder = mkdtempSync(join(tmpdir(), "bench-runner-"));
  const files = Array.from({ length: count }, (_, i) => join(folder, "notebooks", `n${String(i + 1).padStart(2, "0")}.ipynb`));
  mkdirSync(join(folder, "notebooks"));
  for (const file of files) writeFileSync(file, JSON.stringify(notebook(kernel, cells)));
  return { folder, files, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

function notebook(kernel, cells) {
  return {
    cells: Array.from({ length: cells }, (_, i) => ({ cell_type: "code", id: `c${i + 1}`, metadata: {}, source: CELL, outputs: [], execution_count: null })),
    metadata: { kernelspec: { name: kernel.name, display_name: kernel.name, language: kernel.language } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** How many cells below a folder hold their result: a runner that has skipped some has not been measured. */
export function executedCells(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ipynb"));
  const cells = files.flatMap((name) => JSON.parse(readFileSync(join(folder, name), "utf8")).cells);
  return cells.filter(({ outputs }) => outputs?.[0]?.data?.["text/plain"]?.includes("2")).length;
}
