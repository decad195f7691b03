// The headless runner's face.
export { exitCodeOf, exitCodes, InfrastructureError, oneLine, UsageError } from "./errors";
export type { Failure, Listener, NotebookResult, Outcome, RunEvent } from "./events";
export { cardOf, prerequisites, type Card } from "./html/card";
export { findKernelspec, kernelNames, type Kernelspec } from "./kernelspec";
export { readNotebook, serialised, tagsOf, writeAtomically, type Cell, type CodeCell, type Notebook, type Output } from "./notebook";
export { notebooksIn, outputPaths } from "./paths";
export { run, type RunOptions } from "./run";
