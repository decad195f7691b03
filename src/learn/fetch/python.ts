// The Python that brings packages from Python's index.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../device/native-folder";

/** `CELLWRIGHT_PYTHON`, else the one that set-up has made for this package, else the system's. */
export function findPython({ platform, env }: Pick<NodeJS.Process, "platform" | "env"> = process): string {
  const isWindows = platform === "win32";
  const own = join(packageRoot(__dirname), ".cellwright", "python", ...(isWindows ? ["Scripts", "python.exe"] : ["bin", "python"]));
  return env["CELLWRIGHT_PYTHON"] || (existsSync(own) ? own : isWindows ? "python" : "python3");
}
