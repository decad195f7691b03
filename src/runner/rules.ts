// What holds for a cell: by its tags and metadata, by its notebook's metadata, by the command's options. The nearest wins.
import { tagsOf, type Cell, type CodeCell, type Notebook } from "./notebook";

/** What the command says of all cells. */
export interface RuleOptions {
  /** Seconds for one cell; no limit if left out. */
  cellTimeout?: number;
  /** Cells may fail, and the notebook goes on. */
  allowErrors?: boolean;
  /** Leaves out cells that have none of these tags. */
  only?: readonly string[];
  /** Leaves out cells that have one of these tags. */
  skip?: readonly string[];
}

export interface CellRules {
  /** In seconds. */
  timeout?: number;
  /** An error does not end the notebook. */
  mayFail: boolean;
}

const TIMEOUT_TAG = /^timeout=(\d+(?:\.\d+)?)$/;

/** The cells to execute, in order, with their places in the notebook, counted from 1. */
export function runnableCells({ cells }: Notebook, { only, skip = [] }: RuleOptions): { cell: CodeCell; number: number }[] {
  const wanted = (cell: Cell): boolean => {
    const tags = tagsOf(cell);
    const left = tags.includes("skip-execution") || tags.some((tag) => skip.includes(tag));
    return !left && (!only || tags.some((tag) => only.includes(tag)));
  };
  return cells.flatMap((cell, place) => (cell.cell_type === "code" && cell.source.trim() !== "" && wanted(cell) ? [{ cell, number: place + 1 }] : []));
}

/** A limit of 0 is none. Tags: `timeout=30`, `raises-exception`; metadata: `timeout`, and the notebook's `execution` as nbmake reads it. */
export function rulesFor(cell: CodeCell, notebook: Notebook, options: RuleOptions): CellRules {
  const tags = tagsOf(cell);
  const { timeout, allow_errors } = executionOf(notebook);
  const tagged = tags.map((tag) => TIMEOUT_TAG.exec(tag)?.[1]).find((seconds) => seconds !== undefined);
  const limit = [tagged === undefined ? undefined : Number(tagged), cell.metadata["timeout"], timeout, options.cellTimeout].find((value) => typeof value === "number" && value >= 0);
  const mayFail = tags.includes("raises-exception") || allow_errors === true || options.allowErrors === true;
  return { mayFail, ...(typeof limit === "number" && limit > 0 ? { timeout: limit } : {}) };
}

/** What a notebook's metadata say of its execution. */
export function executionOf({ metadata }: Notebook): { timeout?: unknown; allow_errors?: unknown; flaky?: unknown } {
  const { execution } = metadata;
  return typeof execution === "object" && execution !== null ? execution : {};
}
