// Finds installed kernels where Jupyter does.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { dataFolders, thisMachine } from "../protocol";
import { InfrastructureError, oneLine } from "./errors";

/** The content of a kernel.json. */
export const kernelspecSchema = v.looseObject({
  argv: v.array(v.string()),
  display_name: v.optional(v.string(), ""),
  language: v.optional(v.string(), ""),
  interrupt_mode: v.optional(v.picklist(["signal", "message"]), "signal"),
  metadata: v.optional(v.looseObject({ transports: v.optional(v.array(v.string())) }), {}),
  env: v.optional(v.record(v.string(), v.string()), {}),
});

/** A kernel.json's content, with the kernel's name and folder. */
export type Kernelspec = v.InferOutput<typeof kernelspecSchema> & {
  /** As one asks for it: "cellwright". */
  name: string;
  /** Where its kernel.json is. */
  folder: string;
};

/** The names of the kernels installed on this machine, sorted. */
export function kernelNames(env: NodeJS.ProcessEnv = process.env): string[] {
  const folders = dataFolders(thisMachine(env)).map((folder) => join(folder, "kernels")).filter((folder) => existsSync(folder));
  const names = folders.flatMap((folder) => readdirSync(folder).filter((name) => existsSync(join(folder, name, "kernel.json"))));
  return [...new Set(names)].sort();
}

/** An installed kernel by its name. @throws {InfrastructureError} naming the kernels that there are. */
export function findKernelspec(name: string, env: NodeJS.ProcessEnv = process.env): Kernelspec {
  const folder = dataFolders(thisMachine(env)).map((each) => join(each, "kernels", name)).find((each) => existsSync(join(each, "kernel.json")));
  if (folder) return readKernelspec(name, folder);
  const found = kernelNames(env).join(", ") || "none";
  throw new InfrastructureError(`kernel "${name}" is not installed (found: ${found}). Install it, or choose another with --kernel`);
}

/** @throws {InfrastructureError} naming the file. */
export function readKernelspec(name: string, folder: string): Kernelspec {
  const path = join(folder, "kernel.json");
  try {
    const spec = v.parse(kernelspecSchema, JSON.parse(readFileSync(path, "utf8")));
    return { ...spec, argv: withOwnPython(spec.argv, folder), name, folder };
  } catch (error) {
    throw new InfrastructureError(`${path}: not a usable kernelspec: ${oneLine(error)}`);
  }
}

/** ipykernel's kernelspec says just "python" and means that of the environment it lies in, `PREFIX/share/jupyter/kernels/NAME`, active or not. */
function withOwnPython([command = "", ...args]: readonly string[], folder: string): string[] {
  const program = process.platform === "win32" ? ["Scripts/python.exe", "python.exe"] : [`bin/${command}`];
  const own = program.map((each) => join(folder, "..", "..", "..", "..", each)).find((path) => existsSync(path));
  return [/^python[\d.]*$/.test(command) && own ? own : command, ...args];
}
