// The TypeScript of a session: rewrites cells and local modules, knows when a text is whole, resolves tsconfig paths.
import { completeness, type Completeness } from "./complete";
import { transformModule } from "./modules";
import type { TypeService } from "./service";
import { rewriteCell, type RewrittenCell } from "./rewrite";
import { TsConfig } from "./tsconfig";

export type { Completeness } from "./complete";
export type { Position, RewrittenCell } from "./rewrite";
export type { CellRuntime, ImportAttributes } from "./runtime";
export { matching, wordStart } from "./service/complete";
export type { Completion, Completions, Inspection, TypeProblem, TypeService } from "./service";
export { catchesAt } from "./handlers";
export { CellSyntaxError } from "./syntax-error";

export interface CellLanguage {
  /** @throws {CellSyntaxError} if the cell is no TypeScript; Error if the tsconfig.json cannot be read. */
  rewrite(source: string, cell: { id: number; url: string }): RewrittenCell;
  isComplete(source: string): Completeness;
  /** A local .ts, .tsx, .mts or .cts module as an ES module. */
  transformModule(source: string, path: string): string;
  /** The file that tsconfig `paths` gives a name, if any. */
  resolvePath(specifier: string): string | undefined;
  /** Types across the session's cells; nothing is started until it is asked. `preloads` are global names that stand for modules. */
  createTypes(options: { packageRoot: string; preloads: Record<string, string> }): TypeService;
  /** Loads the parser and the translator, so that the first cell need not. */
  warm(): void;
}

/** @param options.folder the notebook's; the nearest tsconfig.json from there upwards counts. */
export function createLanguage(options: { folder: string }): CellLanguage {
  const config = new TsConfig(options.folder);
  return {
    rewrite: (source, cell) => rewriteCell(source, cell, config.settings()),
    isComplete: (source) => completeness(source, config.settings().jsx ? "tsx" : "ts"),
    transformModule: (source, path) => transformModule(source, path, config.settings()),
    resolvePath: (specifier) => config.resolvePath(specifier),
    createTypes(more) {
      const { createTypeService }: typeof import("./service") = require("./service");
      return createTypeService({ folder: options.folder, jsx: config.settings().jsx !== undefined, ...more });
    },
    warm: () => void rewriteCell("let warm: number = 1", { id: 0, url: "warm" }, config.settings()),
  };
}
