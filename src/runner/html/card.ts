// What an index shows of a lesson: goal, what it needs, its first figure. Read from the first cell's table and from the outputs.
import type { Notebook } from "../notebook";

/** What an index shows of a lesson. */
export interface Card {
  /** Markdown; undefined where the first cell's table has no such row. */
  goal?: string;
  /** Markdown: what one should know before. */
  need?: string;
  /** Markdown: how long it runs. */
  runTime?: string;
  /** A still picture and what it shows. */
  figure?: { svg: string; alt: string };
}

const ROWS = { goal: ["Goal", "目标"], need: ["You need", "预备知识"], runTime: ["Run time", "运行时间"] };

/** Reads a notebook's card. */
export function cardOf({ cells }: Notebook): Card {
  const head = cells.find(({ cell_type }) => cell_type === "markdown")?.source ?? "";
  const figure = firstFigure(cells);
  return { goal: row(head, ROWS.goal), need: row(head, ROWS.need), runTime: row(head, ROWS.runTime), ...(figure && { figure }) };
}

/** The second column of a table's row that begins with one of the names in bold. */
function row(markdown: string, names: readonly string[]): string | undefined {
  return new RegExp(`^\\|\\s*\\*\\*(?:${names.join("|")})\\*\\*\\s*\\|\\s*(.+?)\\s*\\|\\s*$`, "m").exec(markdown)?.[1];
}

/** That of a cell tagged `card`, else the first that a picture stands for. */
function firstFigure(cells: Notebook["cells"]): Card["figure"] {
  const code = cells.filter((cell) => cell.cell_type === "code");
  const tagged = code.filter(({ metadata }) => Array.isArray(metadata["tags"]) && metadata["tags"].includes("card"));
  const outputs = [...tagged, ...code].flatMap((cell) => cell.outputs);
  for (const output of outputs) {
    if (output.output_type !== "display_data" && output.output_type !== "execute_result") continue;
    const svg = output.data["image/svg+xml"];
    if (svg !== undefined && "application/vnd.plotly.v1+json" in output.data) return { svg: Array.isArray(svg) ? svg.join("") : String(svg), alt: altIn(output.metadata["image/svg+xml"]) };
  }
  return undefined;
}

const altIn = (metadata: unknown): string => (typeof metadata === "object" && metadata !== null && "alt" in metadata ? String(metadata.alt) : "");

/** Lessons that the need's links name, by their files: "04-mathematics". */
export const prerequisites = ({ need = "" }: Card): string[] => [...new Set([...need.matchAll(/\]\((?:\.\/)?([\w-]+)\.ipynb/g)].map(([, name]) => name ?? ""))];
