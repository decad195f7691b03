// Finds installed kernels where Jupyter does.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import * as v from "valibot";
import { InfrastructureError, oneLine } from "./errors";

const schema = v.looseObject({
  argv: v.array(v.string()),
  display_name: v.optional(v.string(), ""),
  language: v.optional(v.string(), ""),
  interrupt_mode: v.optional(v.picklist(["signal", "message"]), "signal"),
  metadata: v.optional(v.looseObject({ transports: v.optional(v.array(v.string()), []) }), {}),
  env: v.optional(v.record(v.string(), v.string()), {}),
});

export type Kernelspec = v.InferOutput<typeof schema> & { name: string; folder: string };

/** Jupyter's data folders, nearest first. */
export function dataFolders(env: NodeJS.ProcessEnv = process.env): string[] {
  const given = (env["JUPYTER_PATH"] ?? "").split(delimiter).filter(Boolean);
  const prefixes = [env["VIRTUAL_ENV"], env["CONDA_PREFIX"]].filter((prefix) => prefix !== undefined).map((prefix) => join(prefix, "share", "jupyter"));
  return [...given, env["JUPYTER_DATA_DIR"] ?? userFolder(env), ...prefixes, ...systemFolders(env)];
}

function userFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(env["APPDATA"] ?? homedir(), "jupyter");
  return join(env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "jupyter");
}

function systemFolders(env: NodeJS.ProcessEnv): string[] {
  if (process.platform === "win32") return [join(env["PROGRAMDATA"] ?? "C:\\ProgramData", "jupyter")];
  return ["/usr/local/share/jupyter", "/usr/share/jupyter"];
}

export function kernelNames(env: NodeJS.ProcessEnv = process.env): string[] {
  const folders = dataFolders(env).map((folder) => join(folder, "kernels")).filter((folder) => existsSync(folder));
  const names = folders.flatMap((folder) => readdirSync(folder).filter((name) => existsSync(join(folder, name, "kernel.json"))));
  return [...new Set(names)].sort();
}

/** @throws {InfrastructureError} naming the kernels that there are. */
export function findKernelspec(name: string, env: NodeJS.ProcessEnv = process.env): Kernelspec {
  const folder = dataFolders(env).map((each) => join(each, "kernels", name)).find((each) => existsSync(join(each, "kernel.json")));
  if (folder) return readKernelspec(name, folder);
  const found = kernelNames(env).join(", ") || "none";
  throw new InfrastructureError(`kernel "${name}" is not installed (found: ${found}). Install it, or choose another with --kernel`);
}

function readKernelspec(name: string, folder: string): Kernelspec {
  const path = join(folder, "kernel.json");
  try {
    return { ...v.parse(schema, JSON.parse(readFileSync(path, "utf8"))), name, folder };
  } catch (error) {
    throw new InfrastructureError(`${path}: not a usable kernelspec: ${oneLine(error)}`);
  }
}
