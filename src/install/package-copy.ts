// A copy of the package in a lasting folder: made atomically, kept while a kernelspec uses it.
import { createHash, randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import * as v from "valibot";
import { InfrastructureError, oneLine } from "../runner/errors";
import { closure, readManifest, type Part } from "./closure";

const USES = "uses.json";
const STAGING = ".staging-";

/** @param copies the folder of all copies. @returns the package's folder inside the copy. @throws {InfrastructureError} */
export function copyPackage(packageFolder: string, copies: string): string {
  const { name, version } = readManifest(packageFolder);
  const parts = closure(packageFolder);
  const copy = join(copies, `${version}-${fingerprint(parts)}`);
  try {
    if (!existsSync(copy)) makeCopy(parts, copy);
  } catch (error) {
    throw new InfrastructureError(`the package cannot be copied to ${copy}: ${oneLine(error)}`);
  }
  return join(copy, "node_modules", name);
}

function makeCopy(parts: readonly Part[], copy: string): void {
  const staging = join(dirname(copy), STAGING + randomBytes(6).toString("hex"));
  try {
    mkdirSync(staging, { recursive: true });
    for (const { source, target } of parts) copyFolder(source, join(staging, target));
    renameSync(staging, copy);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What npm would publish of it, without source maps (two fifths of all bytes) and without what is nested in it: each dependency is a part of its own. */
function copyFolder(source: string, target: string): void {
  const published = readManifest(source).files;
  const isWanted = (path: string): boolean => {
    const [first = ""] = relative(source, path).split(sep);
    return basename(path) !== "node_modules" && !path.endsWith(".map") && (first === "" || first === "package.json" || !isCheckout(source) || published.includes(first));
  };
  cpSync(source, target, { recursive: true, dereference: true, filter: isWanted });
}

/** A folder that holds more than what npm installs. */
const isCheckout = (folder: string): boolean => existsSync(join(folder, ".git"));

/** Tells copies of one version apart whose code or dependencies differ. */
function fingerprint(parts: readonly Part[]): string {
  const hash = createHash("sha256");
  for (const { source, target } of parts) hash.update(target).update(readFileSync(join(source, "package.json")));
  for (const file of ["cli.js", "kernel/main.js", "kernel/child.js"]) {
    const path = join(parts[0]?.source ?? "", "dist", file);
    if (existsSync(path)) hash.update(readFileSync(path));
  }
  return hash.digest("hex").slice(0, 10);
}

/** Notes that a kernelspec uses the copy that the package folder lies in; nothing for a package that is no copy. */
export function noteUse(packageFolder: string, copies: string, kernelspec: string): void {
  const copy = copyOf(packageFolder, copies);
  if (copy) writeFileSync(join(copy, USES), JSON.stringify([...new Set([...usesOf(copy), kernelspec])], null, 2));
}

/** Removes the copies, and the folder of copies, that no kernelspec uses any more. */
export function sweepCopies(copies: string): void {
  if (!existsSync(copies)) return;
  for (const entry of readdirSync(copies)) {
    const copy = join(copies, entry);
    if (existsSync(join(copy, USES)) && !usesOf(copy).some((kernelspec) => pointsInto(kernelspec, copy))) rmSync(copy, { recursive: true, force: true });
  }
  if (readdirSync(copies).length === 0) rmdirSync(copies);
}

function copyOf(packageFolder: string, copies: string): string | undefined {
  const way = relative(copies, packageFolder);
  return way.startsWith("..") || way === "" ? undefined : join(copies, way.split(sep)[0] ?? "");
}

function usesOf(copy: string): string[] {
  try {
    return v.parse(v.array(v.string()), JSON.parse(readFileSync(join(copy, USES), "utf8")));
  } catch {
    return [];
  }
}

function pointsInto(kernelspec: string, copy: string): boolean {
  try {
    const { argv } = v.parse(v.looseObject({ argv: v.array(v.string()) }), JSON.parse(readFileSync(join(kernelspec, "kernel.json"), "utf8")));
    return argv.some((part) => part.startsWith(copy + sep));
  } catch {
    return false;
  }
}
