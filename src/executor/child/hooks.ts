// Module hooks for local TypeScript, run in Node's loader thread: find the file, transform it, load it afresh when edited.
import { readFileSync, statSync } from "node:fs";
import type { LoadHook, ResolveHook } from "node:module";
import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** The file name that cells import from; it never exists on disk. */
export const CELL_MODULE = "[cellwright cell].ts";

const TYPESCRIPT = new Set([".ts", ".tsx", ".mts", ".cts"]);
const CANDIDATES = ["", ".ts", ".tsx", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

export type Transform = (source: string, path: string) => string;

/** Hooks in which `transform` turns TypeScript into an ES module. */
export function createHooks(transform: Transform): { resolve: ResolveHook; load: LoadHook } {
  const versions = new Versions();
  return {
    async resolve(specifier, context, next) {
      const parent = context.parentURL;
      if (!parent || !isOwnFile(parent) || !isPath(specifier)) return next(specifier, context);
      if (isCell(parent)) versions.refresh();
      const path = findFile(new URL(specifier, parent));
      if (!path) return next(specifier, context);
      if (extname(path) === ".json") return { url: pathToFileURL(path).href, importAttributes: { type: "json" }, shortCircuit: true };
      const format = TYPESCRIPT.has(extname(path)) ? ({ format: "module" } as const) : {};
      return { ...format, url: versions.urlOf(path, parent), shortCircuit: true };
    },
    async load(url, context, next) {
      const path = isOwnFile(url) ? fileURLToPath(withoutQuery(url)) : "";
      if (!TYPESCRIPT.has(extname(path))) return next(url, context);
      return { format: "module", source: transform(readFileSync(path, "utf8"), path), shortCircuit: true };
    },
  };
}

/** Numbers each local module; an edited one and all that import it get new numbers, hence new module instances. */
class Versions {
  private readonly files = new Map<string, { version: number; stamp: string; importers: Set<string> }>();

  urlOf(path: string, parent: string): string {
    const file = this.files.get(path) ?? { version: 0, stamp: stampOf(path), importers: new Set<string>() };
    this.files.set(path, file);
    if (!isCell(parent)) file.importers.add(fileURLToPath(withoutQuery(parent)));
    return pathToFileURL(path).href + (file.version > 0 ? `?version=${file.version}` : "");
  }

  refresh(): void {
    const edited = [...this.files].filter(([path, file]) => stampOf(path) !== file.stamp).map(([path]) => path);
    const renewed = new Set<string>();
    for (const path of edited) this.renew(path, renewed);
  }

  private renew(path: string, renewed: Set<string>): void {
    const file = this.files.get(path);
    if (!file || renewed.has(path)) return;
    renewed.add(path);
    file.version++;
    file.stamp = stampOf(path);
    for (const importer of file.importers) this.renew(importer, renewed);
  }
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs}:${stat.size}` : "gone";
}

const isPath = (specifier: string): boolean => /^(\.{1,2}(\/|$)|\/|file:)/.test(specifier);
const isCell = (url: string): boolean => decodeURIComponent(withoutQuery(url)).endsWith(`/${CELL_MODULE}`);
const isOwnFile = (url: string): boolean => url.startsWith("file:") && !url.includes("/node_modules/");
const withoutQuery = (url: string): string => url.replace(/[?#].*$/, "");

/** The file that an import names: itself, with an extension left out, or `.ts` where the text says `.js`. */
function findFile(url: URL): string | undefined {
  const path = fileURLToPath(withoutQuery(url.href));
  const swapped = path.replace(/\.([mc]?)js(x?)$/, ".$1ts$2");
  const candidates = [...CANDIDATES.map((end) => path + end), swapped];
  return candidates.find((candidate) => statSync(candidate, { throwIfNoEntry: false })?.isFile());
}
