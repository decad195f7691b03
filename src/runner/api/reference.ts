// A package's API reference as pages of the site: an index to search by name, and a page for each export.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { writeAssets } from "../html/assets";
import { writeAtomically } from "../notebook";
import { Declarations, type Entry } from "./entries";
import { entryPage, indexPage, type Place } from "./pages";

const manifest = v.object({ name: v.string(), exports: v.record(v.string(), v.union([v.string(), v.object({ types: v.optional(v.string()) })])) });

/** Names by the specifier that they are imported from: "cellwright", "cellwright/display". */
export type Api = ReadonlyMap<string, readonly Entry[]>;

/** Reads the entry points that a package's `exports` names with their `types`. A sub-path lists only what the main one lacks. */
export function apiOf(folder: string): Api {
  const { name, exports } = v.parse(manifest, JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const declarations = new Declarations();
  const seen = new Set<string>();
  const points = Object.entries(exports).flatMap(([path, target]) => (typeof target === "object" && target.types ? [[path, target.types] as const] : []));
  return new Map(points.map(([path, types]) => {
    const entries = declarations.exports(join(folder, types)).filter((entry) => !seen.has(entry.name));
    for (const entry of entries) seen.add(entry.name);
    return [`${name}${path.slice(1)}`, entries];
  }));
}

/** Writes `api/` into the site's folder, anew. @returns the index page's path. @throws {InfrastructureError} if the folder cannot be written to. */
export function writeReference(packageFolder: string, siteFolder: string): string {
  const places = placesOf(apiOf(packageFolder));
  const folder = join(siteFolder, "api");
  rmSync(folder, { recursive: true, force: true });
  for (const place of places) writeAtomically(join(folder, place.page), entryPage(place, places));
  const index = join(folder, "index.html");
  writeAtomically(index, indexPage(places));
  if (!existsSync(join(siteFolder, "assets", "page.css"))) writeAssets(join(siteFolder, "assets"), { plotly: false });
  return index;
}

/** A page each, named as one writes it: `nn.GPT.html`. Names that differ only in case get a number, for file systems that take them as one. */
export function placesOf(api: Api): Place[] {
  const taken = new Set(["index.html"]);
  const pageOf = (path: string): string => {
    const free = [path, ...Array.from({ length: 9 }, (_, n) => `${path}-${n + 2}`)].map((each) => `${each}.html`).find((each) => !taken.has(each.toLowerCase())) ?? `${path}.html`;
    taken.add(free.toLowerCase());
    return free;
  };
  const below = (entries: readonly Entry[], module: string, prefix: string): Place[] => entries.flatMap((entry) => {
    const path = prefix + entry.name;
    const place = { path, module, entry, page: pageOf(path) };
    return [place, ...below(entry.entries, module, `${path}.`)];
  });
  return [...api].flatMap(([module, entries]) => below(entries, module, ""));
}
