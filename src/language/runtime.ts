// What rewritten cells call. The executor implements it; the kernel's child entry joins the two.

/** The one hidden global of a cell: `__cellwright`. */
export interface CellRuntime {
  /** First statement of each cell, awaited: enters the cell's context. */
  begin(cell: number): Promise<void>;
  /** Takes the value of the cell's last expression. */
  result(value: unknown): void;
  /** Static and dynamic imports. `attributes` is `{type: "json"}`, or a dynamic import's `{with: {…}}`. */
  import(specifier: string, attributes?: ImportAttributes): Promise<Record<string, unknown>>;
  /** `import.meta`. */
  readonly meta: { url: string; filename: string; dirname: string };
  /** Gets every awaited value; throws if the cell has been interrupted. */
  checked<T>(value?: T): T | undefined;
  /** A top-level `using`: registers the resource under its name and returns it. */
  use(name: string | undefined, resource: unknown, isAsync: boolean): unknown;
  /** Last statement: shows the result and marks the cell as done. */
  end(cell: number): Promise<void>;
}

export type ImportAttributes = Record<string, string> | { with?: Record<string, string> };

export const RUNTIME = "__cellwright";
