// The sources that a debugger shows: cells, under the paths that JupyterLab computes from their text, and local modules, under their own.
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedPositionFor, LEAST_UPPER_BOUND, originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import type { Position } from "../../language";
import type { CellRecord, CellRecords } from "../cells";
import { murmur2 } from "./murmur2";

export const HASH_SEED = 0xc70f6907;
export const FILE_PREFIX = join(tmpdir(), `cellwright_${process.pid}`, "/");
export const FILE_SUFFIX = ".ts";

/** The name under which the front end looks a cell's text up. */
export const pathOfCell = (source: string): string => `${FILE_PREFIX}${murmur2(source, HASH_SEED)}${FILE_SUFFIX}`;

/** A script that V8 has parsed. */
export interface Script {
  url: string;
  sourceMap?: string;
}

/** A place in a source; line and column count from 1. */
export interface SourcePlace extends Position {
  path: string;
  name: string;
}

export class Sources {
  readonly #scripts = new Map<string, Script>();
  readonly #dumped = new Map<string, string>();
  readonly #maps = new Map<string, TraceMap>();

  constructor(readonly cells: CellRecords) {}

  addScript(id: string, script: Script): void {
    this.#scripts.set(id, script);
  }

  script(id: string): Script | undefined {
    return this.#scripts.get(id);
  }

  /** Forgets the scripts: another process will number its own. */
  clear(): void {
    this.#scripts.clear();
    this.#maps.clear();
  }

  /** Remembers a cell that may be run later. @returns its path. */
  dump(code: string): string {
    const path = pathOfCell(code);
    this.#dumped.set(path, code);
    return path;
  }

  /** The text behind a path. @throws if there is none. */
  text(path: string): string {
    const text = this.cellText(path) ?? (existsSync(path) ? readFileSync(path, "utf8") : undefined);
    if (text === undefined) throw new Error(`There is no source ${path}.`);
    return text;
  }

  /** A cell's text by its path, if it was dumped or run. */
  cellText(path: string): string | undefined {
    return this.#dumped.get(path) ?? this.executions(path)[0]?.source;
  }

  /** The cells that were run with this text, each a script of its own. */
  executions(path: string): CellRecord[] {
    return path.startsWith(FILE_PREFIX) ? this.cells.all().filter(({ source, rewritten }) => rewritten && pathOfCell(source) === path) : [];
  }

  /** The scripts of a local module, an edited one's versions included. */
  scriptsOf(path: string): { id: string; script: Script }[] {
    return [...this.#scripts].filter(([, script]) => modulePath(script) === path).map(([id, script]) => ({ id, script }));
  }

  /** Where a place of a script lies in its source; undefined for code that the user did not write. Zero-based, as V8 counts. */
  original(scriptId: string, line: number, column: number): SourcePlace | undefined {
    const script = this.#scripts.get(scriptId);
    const cell = script && this.cells.at(script.url);
    if (cell) return withPath(cell.rewritten?.originalPosition(line + 1, column + 1), pathOfCell(cell.source), cell.label);
    const path = script && modulePath(script);
    if (!path) return undefined;
    const map = this.#map(scriptId);
    const place = map && originalPositionFor(map, { line: line + 1, column });
    if (!map) return { path, name: path, line: line + 1, column: column + 1 };
    return place?.line ? { path, name: path, line: place.line, column: place.column + 1 } : undefined;
  }

  /** Where a line of a local module begins in its script, zero-based. */
  generatedInModule(scriptId: string, line: number): { lineNumber: number; columnNumber: number } | undefined {
    const map = this.#map(scriptId);
    if (!map) return { lineNumber: line - 1, columnNumber: 0 };
    const [source] = map.sources;
    const place = generatedPositionFor(map, { source: source ?? "", line, column: 0, bias: LEAST_UPPER_BOUND });
    return place.line === null ? undefined : { lineNumber: place.line - 1, columnNumber: place.column };
  }

  /** The map that the module loader put into the script. */
  #map(scriptId: string): TraceMap | undefined {
    const known = this.#maps.get(scriptId);
    const data = /^data:application\/json[^,]*;base64,(.*)$/.exec(this.#scripts.get(scriptId)?.sourceMap ?? "")?.[1];
    if (known || !data) return known;
    const map = new TraceMap(Buffer.from(data, "base64").toString("utf8"));
    this.#maps.set(scriptId, map);
    return map;
  }
}

const withPath = (place: Position | undefined, path: string, name: string): SourcePlace | undefined => place && { ...place, path, name };

/** A local TypeScript or JavaScript file outside of node_modules. */
export function modulePath({ url }: Script): string | undefined {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return undefined;
  return fileURLToPath(url.replace(/\?.*$/, ""));
}
