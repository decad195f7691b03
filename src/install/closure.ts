// The package with all that it needs at run time, and where each part goes in a copy.
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import * as v from "valibot";

const manifestSchema = v.looseObject({
  name: v.string(),
  version: v.string(),
  files: v.optional(v.array(v.string()), []),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
  peerDependencies: v.optional(v.record(v.string(), v.string()), {}),
});

/** One package folder and its place, relative to the copy. */
export interface Part { source: string; target: string }

export function readManifest(folder: string): v.InferOutput<typeof manifestSchema> {
  return v.parse(manifestSchema, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

/**
 * The package and its installed dependencies, laid out so that Node finds the same folders as it does now: at the top where the
 * name is free, else inside the package that needs another version. Optional ones that are not installed are left out.
 */
export function closure(packageFolder: string): Part[] {
  const top = join("node_modules", readManifest(packageFolder).name);
  const placed = new Map<string, string>([[top, packageFolder]]);
  const queue: Part[] = [{ source: packageFolder, target: top }];
  for (const part of queue) {
    for (const { name, source } of installed(part.source)) {
      if (visible(name, part.target, placed) === source) continue;
      const target = freePlace(name, part.target, placed);
      placed.set(target, source);
      queue.push({ source, target });
    }
  }
  return queue;
}

function installed(folder: string): { name: string; source: string }[] {
  const { dependencies, optionalDependencies, peerDependencies } = readManifest(folder);
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  return names.flatMap((name) => {
    const source = find(name, folder);
    return source ? [{ name, source }] : [];
  });
}

/** As Node looks: in `node_modules` of the folder and of each above it. */
function find(name: string, from: string): string | undefined {
  const candidate = join(from, "node_modules", name);
  if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
  return dirname(from) === from ? undefined : find(name, dirname(from));
}

function visible(name: string, from: string, placed: ReadonlyMap<string, string>): string | undefined {
  for (let folder = from; folder !== "."; folder = dirname(folder)) {
    const found = placed.get(join(folder, "node_modules", name));
    if (found) return found;
  }
  return placed.get(join("node_modules", name));
}

function freePlace(name: string, dependent: string, placed: ReadonlyMap<string, string>): string {
  const top = join("node_modules", name);
  return placed.has(top) ? join(dependent, "node_modules", name) : top;
}
