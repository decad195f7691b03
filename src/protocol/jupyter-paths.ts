// Where Jupyter keeps its data on each platform, as jupyter_core finds it; pure, so that every platform's branch is tested everywhere.
import { homedir } from "node:os";
import { posix, win32, type PlatformPath } from "node:path";

/** The machine as far as paths depend on it. */
export interface Machine {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: string;
}

/** This machine, with the given environment. */
export function thisMachine(env: NodeJS.ProcessEnv = process.env): Machine {
  return { platform: process.platform, env, home: homedir() };
}

export const pathOf = ({ platform }: Machine): PlatformPath => (platform === "win32" ? win32 : posix);

/** The user's own Jupyter data folder. */
export function userDataFolder(machine: Machine): string {
  const { env, home, platform } = machine;
  const { join } = pathOf(machine);
  if (env["JUPYTER_DATA_DIR"]) return env["JUPYTER_DATA_DIR"];
  if (platform === "darwin") return join(home, "Library", "Jupyter");
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), "jupyter");
  return join(env["XDG_DATA_HOME"] || join(home, ".local", "share"), "jupyter");
}

/** A prefix's Jupyter data folder, e.g. a Python environment's. */
export const prefixDataFolder = (machine: Machine, prefix: string): string => pathOf(machine).join(prefix, "share", "jupyter");

/** The Python environment that is active in this shell, if any. */
export const activePrefix = ({ env }: Machine): string | undefined => env["VIRTUAL_ENV"] || env["CONDA_PREFIX"] || undefined;

/** All of Jupyter's data folders, nearest first. */
export function dataFolders(machine: Machine): string[] {
  const given = (machine.env["JUPYTER_PATH"] ?? "").split(pathOf(machine).delimiter).filter(Boolean);
  const prefixes = [machine.env["VIRTUAL_ENV"], machine.env["CONDA_PREFIX"]].flatMap((prefix) => prefix || []);
  const folders = [...given, userDataFolder(machine), ...prefixes.map((prefix) => prefixDataFolder(machine, prefix)), ...systemFolders(machine)];
  return [...new Set(folders)];
}

function systemFolders(machine: Machine): string[] {
  if (machine.platform === "win32") return [win32.join(machine.env["PROGRAMDATA"] || "C:\\ProgramData", "jupyter")];
  return ["/usr/local/share/jupyter", "/usr/share/jupyter"];
}
