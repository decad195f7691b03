// What a cell finds without importing it, as TypeScript is told; globals.ts defines it.
import type { Display, Displayable, TemplateTag } from "../../display";

export interface CellGlobals {
  display: Display;
  html: TemplateTag;
  svg: TemplateTag;
  md: (strings: TemplateStringsArray, ...values: unknown[]) => Displayable;
  clearOutput: (options?: { wait?: boolean }) => void;
  input: (question?: string, options?: { password?: boolean }) => Promise<string>;
  prompt: (question?: string) => Promise<string>;
  install: (...packages: string[]) => Promise<void>;
}

declare global {
  /** Shows a value under the cell; the handle's `update` shows another in its place. `display.html`, `.markdown`, `.latex`, `.svg`, `.png`, `.json` take sources. */
  const display: CellGlobals["display"];
  /** HTML as a value that shows itself: html`<b>${text}</b>`. What is put in is escaped. */
  const html: CellGlobals["html"];
  /** SVG as a value that shows itself. */
  const svg: CellGlobals["svg"];
  /** Markdown as a value that shows itself: md`The loss is **${loss}**`. */
  const md: CellGlobals["md"];
  /** Removes what the cell has shown; with `wait`, only when the next output comes. */
  const clearOutput: CellGlobals["clearOutput"];
  /** Asks the user for a line of text; `{ password: true }` hides it. */
  const input: CellGlobals["input"];
  /** Asks the user for a line of text. */
  function prompt(question?: string): Promise<string>;
  /** Adds npm packages to the notebook's project: `await install("lodash", "d3-array@3")`; then `import` finds them, with their types. One that is there already costs nothing. */
  function install(...packages: string[]): Promise<void>;
  /** Aborted when the cell is interrupted. */
  const signal: AbortSignal;
}
