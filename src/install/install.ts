// Installs and uninstalls kernelspecs.
import { accessSync, constants, existsSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Machine } from "../protocol";
import { InfrastructureError, oneLine, UsageError } from "../runner/errors";
import { copiesFolder, isLasting } from "./lasting";
import { copyPackage, noteUse, sweepCopies } from "./package-copy";
import { kernelsFolder, type PlaceOptions } from "./place";
import { checkName, readOwnSpec, writeSpec, type InstalledSpec } from "./spec";

export interface InstallOptions extends PlaceOptions {
  name: string;
  displayName?: string;
  env?: Record<string, string>;
  /** The Node executable that runs the kernel. */
  node?: string;
  /** The heap of the process that runs cells, MiB. */
  heap?: number;
  force?: boolean;
}

/** Cellwright's own package folder. */
export const ownPackage = join(__dirname, "..", "..");

/** @returns what was installed. @throws {UsageError} for what cannot be meant, {InfrastructureError} for what cannot be done. */
export function install(machine: Machine, options: InstallOptions): InstalledSpec {
  checkName(options.name);
  const folder = join(kernelsFolder(machine, options), options.name);
  const node = checkNode(options.node ?? process.execPath);
  if (existsSync(folder) && !readOwnSpec(options.name, folder) && !options.force) {
    throw new InfrastructureError(`${folder} is another program's kernelspec: choose another --name, or overwrite it with --force`);
  }
  const packageFolder = lastingPackage(machine);
  const env = { ...options.env, ...(options.heap ? { CELLWRIGHT_HEAP: String(options.heap) } : {}) };
  try {
    writeSpec(folder, { packageFolder, node, displayName: options.displayName, env });
    noteUse(packageFolder, copiesFolder(machine), folder);
  } finally {
    sweepCopies(copiesFolder(machine));
  }
  const written = readOwnSpec(options.name, folder);
  if (!written) throw new InfrastructureError(`${folder}: the kernelspec cannot be read again`);
  return written;
}

/** Removes a kernelspec, and the copied package if no other uses it. @returns its folder. @throws {InfrastructureError} */
export function uninstall(machine: Machine, { name, force, ...place }: PlaceOptions & { name: string; force?: boolean }): string {
  checkName(name);
  const folder = join(kernelsFolder(machine, place), name);
  if (!existsSync(folder)) throw new InfrastructureError(`${folder}: not installed there. \`cellwright list\` shows what is`);
  if (!readOwnSpec(name, folder) && !force) throw new InfrastructureError(`${folder} is another program's kernelspec: left as it is (remove it with --force)`);
  try {
    rmSync(folder, { recursive: true });
    sweepCopies(copiesFolder(machine));
  } catch (error) {
    throw new InfrastructureError(`${folder} cannot be removed: ${oneLine(error)}`);
  }
  return folder;
}

/** This package where it lies, else a lasting copy. */
function lastingPackage(machine: Machine): string {
  const temporary = [tmpdir(), ...(machine.platform === "win32" ? [] : ["/tmp", "/var/tmp", "/private/tmp"])].flatMap((folder) => (existsSync(folder) ? [folder, realpathSync(folder)] : []));
  return isLasting(machine, ownPackage, temporary) ? ownPackage : copyPackage(ownPackage, copiesFolder(machine));
}

function checkNode(path: string): string {
  const node = resolve(path);
  try {
    if (!statSync(node).isFile()) throw new Error("it is a folder");
    accessSync(node, constants.X_OK);
    return node;
  } catch (error) {
    throw new UsageError(`--node ${path}: not an executable file (${oneLine(error)})`);
  }
}
