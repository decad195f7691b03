// Whether the package lies where a kernelspec may point, and where a copy of it goes if not.
import { pathOf, type Machine } from "../protocol";

/** Folders of one-off runs: npx, pnpm dlx, yarn dlx, bunx; and pnpm's store, whose paths carry the version. */
const PASSING = /^(_npx|dlx|dlx-\d+|xfs-.*|bunx-.*|\.pnpm)$/i;

/** False for a package runner's cache, a temporary folder, and paths that an upgrade renames. */
export function isLasting(machine: Machine, folder: string, temporaryFolders: readonly string[]): boolean {
  if (folder.split(/[\\/]/).some((part) => PASSING.test(part))) return false;
  return !temporaryFolders.some((temporary) => temporary !== "" && isInside(machine, folder, temporary));
}

function isInside(machine: Machine, path: string, folder: string): boolean {
  const way = pathOf(machine).relative(folder, path);
  return way === "" || (!way.startsWith("..") && !pathOf(machine).isAbsolute(way));
}

/** The folder that holds copies of the package, one a version. */
export function copiesFolder(machine: Machine): string {
  const { env, home, platform } = machine;
  const { join } = pathOf(machine);
  if (platform === "darwin") return join(home, "Library", "Application Support", "cellwright");
  if (platform === "win32") return join(env["LOCALAPPDATA"] || join(home, "AppData", "Local"), "cellwright");
  return join(env["XDG_DATA_HOME"] || join(home, ".local", "share"), "cellwright");
}
