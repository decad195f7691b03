// Every kernelspec of Cellwright that Jupyter would find.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { dataFolders, type Machine } from "../protocol";
import { readOwnSpec, type InstalledSpec } from "./spec";

/** @param more `kernels` folders to look into besides Jupyter's own. */
export function installedSpecs(machine: Machine, more: readonly string[] = []): InstalledSpec[] {
  const folders = new Set([...more, ...dataFolders(machine).map((folder) => join(folder, "kernels"))]);
  return [...folders].filter((folder) => existsSync(folder)).flatMap(specsIn);
}

function specsIn(folder: string): InstalledSpec[] {
  return readdirSync(folder).flatMap((name) => readOwnSpec(name, join(folder, name)) ?? []);
}

export function describe(spec: InstalledSpec): string {
  const state = spec.problems.length === 0 ? "works" : spec.problems.join("; ");
  return [`${spec.name}  ${spec.displayName}`, `  kernelspec  ${spec.folder}`, `  Node        ${spec.node}`, `  kernel      ${spec.entry}`, `  state       ${state}`].join("\n");
}
