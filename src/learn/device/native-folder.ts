// Where set-up puts the packages that carry native code: native TensorFlow.js, WebGPU.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** `CELLWRIGHT_NATIVE`, else `.cellwright/native` in the package's root. */
export function nativeFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.CELLWRIGHT_NATIVE ?? join(packageRoot(__dirname), ".cellwright", "native");
}

/** The package that a folder lies in. */
export function packageRoot(folder: string): string {
  if (existsSync(join(folder, "package.json")) || dirname(folder) === folder) return folder;
  return packageRoot(dirname(folder));
}

/** The file to load for an optional package: from set-up's folder, the notebook's project or this package; undefined if it is nowhere. */
export function findPackage(name: string): string | undefined {
  for (const folder of [nativeFolder(), process.cwd(), __dirname]) {
    try {
      return createRequire(join(folder, "from.js")).resolve(name);
    } catch {
      continue;
    }
  }
  return undefined;
}
