// Where fetched packages are kept.
import { homedir } from "node:os";
import { join } from "node:path";

/** `CELLWRIGHT_CACHE`, else each platform's folder for what can be fetched again. */
export function cacheFolder(): string {
  const { CELLWRIGHT_CACHE: given, XDG_CACHE_HOME: linux, LOCALAPPDATA: windows } = process.env;
  if (given) return given;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "cellwright");
  if (process.platform === "win32") return join(windows ?? join(homedir(), "AppData", "Local"), "cellwright", "cache");
  return join(linux ?? join(homedir(), ".cache"), "cellwright");
}
