// A notebook without what a run has left in it.
import type { Notebook } from "../notebook";

/** Outputs, counts, times, widgets' states and injected results go; the text of the cells and their tags stay. */
export function stripped(notebook: Notebook): Notebook {
  const { widgets: _widgets, papermill: _papermill, ...metadata } = notebook.metadata;
  const cells = notebook.cells.map((cell) => {
    const { execution: _execution, collapsed: _collapsed, ExecuteTime: _time, ...kept } = cell.metadata;
    return cell.cell_type === "code" ? { ...cell, metadata: kept, outputs: [], execution_count: null } : { ...cell, metadata: kept };
  });
  return { ...notebook, metadata, cells };
}

export const hasOutputs = ({ cells }: Notebook): boolean => cells.some((cell) => cell.cell_type === "code" && (cell.outputs.length > 0 || cell.execution_count !== null));
