// The kernelspec that Cellwright writes, and how one of its own is known again.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { InfrastructureError, oneLine, UsageError } from "../runner/errors";
import { readKernelspec } from "../runner/kernelspec";

const LOGOS = ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"];
const ENTRY = /[\\/]dist[\\/]kernel[\\/]main\.js$/;

const templateSchema = v.looseObject({ argv: v.array(v.string()), display_name: v.string(), metadata: v.record(v.string(), v.unknown()) });

export interface SpecOptions {
  packageFolder: string;
  node: string;
  displayName?: string | undefined;
  env: Record<string, string>;
}

/** Jupyter's rule for a kernel's name. @throws {UsageError} */
export function checkName(name: string): void {
  if (!/^[a-z0-9._-]+$/i.test(name) || /^\.+$/.test(name)) throw new UsageError(`"${name}" is no kernel name: use ASCII letters, digits, "-", "." and "_"`);
}

/** Writes the kernelspec's folder at once, so that Jupyter never sees half of it. @throws {InfrastructureError} */
export function writeSpec(folder: string, options: SpecOptions): void {
  let staging: string | undefined;
  try {
    mkdirSync(dirname(folder), { recursive: true });
    staging = mkdtempSync(join(dirname(folder), ".cellwright-"));
    const made = join(staging, "spec");
    mkdirSync(made);
    fill(made, options);
    if (existsSync(folder)) renameSync(folder, join(staging, "old"));
    renameSync(made, folder);
  } catch (error) {
    throw new InfrastructureError(`${folder} cannot be written: ${oneLine(error)}. Choose another place with --prefix`);
  } finally {
    if (staging) rmSync(staging, { recursive: true, force: true });
  }
}

function fill(folder: string, { packageFolder, node, displayName, env }: SpecOptions): void {
  const source = join(packageFolder, "kernel-config", "kernelspec");
  const template = v.parse(templateSchema, JSON.parse(readFileSync(join(source, "kernel.json"), "utf8")));
  const entry = join(packageFolder, "dist", "kernel", "main.js");
  const spec = {
    ...template,
    argv: template.argv.map((part) => (part === "{node}" ? node : part === "{kernel}" ? entry : part)),
    display_name: displayName ?? template.display_name,
    ...(Object.keys(env).length > 0 ? { env } : {}),
    metadata: { ...template.metadata, cellwright: true },
  };
  writeFileSync(join(folder, "kernel.json"), JSON.stringify(spec, null, 2) + "\n");
  for (const logo of LOGOS) cpSync(join(source, logo), join(folder, logo));
}

export interface InstalledSpec { name: string; folder: string; displayName: string; node: string; entry: string; problems: string[] }

/** The kernelspec in the folder if it is one of Cellwright's. */
export function readOwnSpec(name: string, folder: string): InstalledSpec | undefined {
  try {
    const { argv, display_name: displayName, metadata } = readKernelspec(name, folder);
    const entry = argv.find((part) => ENTRY.test(part));
    if (entry === undefined || !(metadata["cellwright"] === true || /typescript/i.test(displayName))) return undefined;
    const node = argv[0] ?? "";
    return { name, folder, displayName, node, entry, problems: problems(node, entry) };
  } catch {
    return undefined;
  }
}

function problems(node: string, entry: string): string[] {
  const again = "run `cellwright install` again";
  return [
    ...(existsSync(node) ? [] : [`its Node is gone (${node}): ${again}`]),
    ...(existsSync(entry) ? [] : [`its kernel is gone (${entry}): ${again}`]),
  ];
}
