// Where a kernelspec goes: the user's Jupyter folder, a Python environment's, or a prefix.
import { execFileSync } from "node:child_process";
import { activePrefix, pathOf, prefixDataFolder, userDataFolder, type Machine } from "../protocol";
import { UsageError } from "../runner/errors";

export interface PlaceOptions { user?: boolean; sysPrefix?: boolean; prefix?: string }

/** The `kernels` folder that the options choose. @throws {UsageError} for two places at once, or no Python environment. */
export function kernelsFolder(machine: Machine, options: PlaceOptions): string {
  const chosen = [options.user, options.sysPrefix, options.prefix !== undefined].filter(Boolean).length;
  if (chosen > 1) throw new UsageError("choose one of --user, --sys-prefix and --prefix");
  return pathOf(machine).join(dataFolder(machine, options), "kernels");
}

function dataFolder(machine: Machine, { sysPrefix, prefix }: PlaceOptions): string {
  if (prefix === "") throw new UsageError("--prefix needs a folder");
  if (prefix !== undefined) return prefixDataFolder(machine, pathOf(machine).resolve(prefix));
  return sysPrefix ? prefixDataFolder(machine, activePrefix(machine) ?? pythonPrefix(machine)) : userDataFolder(machine);
}

/** What the Python on PATH calls sys.prefix. */
export function pythonPrefix({ platform, env }: Machine): string {
  const candidates = platform === "win32" ? ["python", "py"] : ["python3", "python"];
  const found = candidates.map((python) => askPython(python, env)).find((prefix) => prefix !== undefined);
  if (found !== undefined) return found;
  throw new UsageError("--sys-prefix found no Python environment: activate one (venv or conda), or name its folder with --prefix");
}

function askPython(python: string, env: NodeJS.ProcessEnv): string | undefined {
  try {
    return execFileSync(python, ["-c", "import sys; print(sys.prefix)"], { env, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], timeout: 20_000, windowsHide: true }).trim() || undefined;
  } catch {
    return undefined;
  }
}
