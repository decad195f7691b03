// The headless runner's face.
export { exitCodeOf, exitCodes, InfrastructureError, oneLine, UsageError } from "./errors";
export type { Failure, Listener, NotebookResult, Outcome, RunEvent } from "./events";
export { differences, type CompareOptions, type Difference } from "./compare/compare";
export type { Normaliser } from "./compare/normalise";
export type { Tolerance } from "./compare/texts";
export { cardOf, prerequisites, type Card } from "./html/card";
export { findKernelspec, kernelNames, type Kernelspec } from "./kernelspec";
export { readNotebook, serialised, tagsOf, writeAtomically, type Cell, type CodeCell, type Notebook, type Output } from "./notebook";
export { notebooksIn, outputPaths } from "./paths";
export { givenValues, type Given, type GivenValues } from "./parameters/values";
export type { RuleOptions } from "./rules";
export type { LimitOptions } from "./execute";
export type { JobOptions } from "./jobs";
export type { WatchOptions } from "./watch/watch-dog";
export { run } from "./run";
export { runNotebook, type ExecutedNotebook, type NotebookOptions } from "./run-notebook";
export type { RunOptions } from "./run-options";
export { parseShard, timeKey, type Shard } from "./shard";
