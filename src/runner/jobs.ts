// What a run has to do: each notebook read, its kernel found, its parameters filled in.
import { resolve } from "node:path";
import { UsageError } from "./errors";
import type { Kernels } from "./kernel";
import type { Kernelspec } from "./kernelspec";
import { readNotebook, type Notebook } from "./notebook";
import { parametersCell } from "./parameters/declared";
import { withParameters } from "./parameters/inject";
import type { GivenValues } from "./parameters/values";

export interface Job { path: string; output: string; notebook: Notebook; spec: Kernelspec }

/** Where a notebook goes, and on which kernel it runs. */
export interface JobOptions {
  /** A kernelspec's name; each notebook's own if left out. */
  kernel?: string;
  /** Values for the notebooks' parameters; a notebook takes those that it declares. */
  parameters?: GivenValues;
  /** The executed notebook takes the source's place. */
  inPlace?: boolean;
}

/** @throws {UsageError} for a notebook that cannot be read and a value that does not fit; {InfrastructureError} for a missing kernel. */
export function jobsFor(outputs: ReadonlyMap<string, string>, options: JobOptions, kernels: Kernels): Job[] {
  return parametrised([...outputs].map(([path, output]) => prepare(path, output, options, kernels)), options.parameters);
}

function prepare(path: string, output: string, { kernel, inPlace }: JobOptions, kernels: Kernels): Job {
  if (resolve(path) === resolve(output) && !inPlace) throw new UsageError(`${path}: would be overwritten. Choose another folder with --out, or say --in-place`);
  const notebook = readNotebook(path);
  return { path, output, notebook, spec: kernels.find(kernel ?? kernelOf(notebook)) };
}

/** @throws {UsageError} for a value that does not fit, and a name that no notebook declares. */
function parametrised(jobs: readonly Job[], given: GivenValues = new Map()): Job[] {
  if (given.size === 0) return [...jobs];
  const injections = jobs.map((job) => ({ job, injection: withParameters(job.notebook, given, { path: job.path, language: job.spec.language }) }));
  const taken = new Set(injections.flatMap(({ injection }) => injection.taken));
  const unknown = [...given.keys()].find((name) => !taken.has(name));
  if (unknown !== undefined) throw new UsageError(`no notebook has a parameter "${unknown}" (there are: ${namesIn(jobs).join(", ") || "none"})`);
  return injections.map(({ job, injection }) => ({ ...job, notebook: injection.notebook }));
}

const namesIn = (jobs: readonly { notebook: Notebook; spec: Kernelspec }[]): string[] =>
  [...new Set(jobs.flatMap(({ notebook, spec }) => (parametersCell(notebook, spec.language)?.parameters ?? []).map(({ name }) => name)))];

/** The kernelspec that a notebook names. */
export function kernelOf({ metadata }: Notebook): string {
  const { kernelspec } = metadata;
  const named = typeof kernelspec === "object" && kernelspec !== null && "name" in kernelspec ? kernelspec.name : undefined;
  return typeof named === "string" ? named : "cellwright";
}
