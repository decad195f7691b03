// The notebooks that the given paths name, and where each executed one goes.
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { UsageError } from "./errors";

/** The notebooks that paths name, those in folders too. @throws {UsageError} for a path that does not exist or holds no notebook. */
export function notebooksIn(paths: readonly string[]): string[] {
  return [...new Set(paths.flatMap(expand))];
}

function expand(path: string): string[] {
  if (!existsSync(path)) throw new UsageError(`${path}: no such file or folder`);
  if (!statSync(path).isDirectory()) return [resolve(path)];
  const found = below(resolve(path));
  if (found.length === 0) throw new UsageError(`${path}: no notebook (.ipynb) in this folder`);
  return found;
}

function below(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith(".") && name !== "node_modules");
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return below(path);
    return entry.name.endsWith(".ipynb") ? [path] : [];
  });
}

/** Keeps the folders that the notebooks have below the one they share: `en/a.ipynb`, `zh/a.ipynb`. */
export function outputPaths(notebooks: readonly string[], folder: string): Map<string, string> {
  const shared = sharedFolder(notebooks.map((path) => dirname(path)));
  return new Map(notebooks.map((path) => [path, join(resolve(folder), relative(shared, path) || basename(path))]));
}

function sharedFolder(folders: readonly string[]): string {
  const [first = ".", ...rest] = folders;
  return rest.reduce((shared, folder) => {
    let common = shared;
    while (relative(common, folder).startsWith("..")) common = dirname(common);
    return common;
  }, first);
}
