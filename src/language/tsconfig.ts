// The notebook's tsconfig.json: the nearest one upwards, read again when it is edited.
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { TsConfigJsonResolved, TsConfigResult } from "get-tsconfig";

export interface CompilerSettings {
  /** JSX is off until the tsconfig, or a `// @jsx` comment, turns it on. */
  jsx?: { runtime: "classic" | "automatic"; pragma?: string; pragmaFrag?: string; importSource?: string };
  legacyDecorators: boolean;
  /** Passed on to esbuild, which reads the fields that it knows. */
  raw: TsConfigJsonResolved["compilerOptions"];
}

type Reader = typeof import("get-tsconfig");
const EXTENSIONS = ["", ".ts", ".tsx", ".mts", ".js", ".mjs", ".json", "/index.ts", "/index.js"];

export class TsConfig {
  private found: TsConfigResult | null = null;
  private stamp: string | undefined;

  constructor(private readonly folder: string) {}

  /** @throws if the file is broken, naming it. */
  settings(): CompilerSettings {
    const raw = this.current()?.config.compilerOptions ?? {};
    return { raw, legacyDecorators: raw.experimentalDecorators ?? false, ...jsxSettings(raw) };
  }

  /** The file that `paths` or `baseUrl` gives a name, if it exists. */
  resolvePath(specifier: string): string | undefined {
    const config = this.current();
    if (!config || /^(\.|\/|node:)/.test(specifier)) return undefined;
    const matches = reader().createPathsMatcher(config)?.(specifier) ?? [];
    return matches.flatMap((path) => EXTENSIONS.map((end) => path + end)).find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  }

  private current(): TsConfigResult | null {
    const stamp = this.nearestStamp();
    if (stamp !== this.stamp) {
      this.found = stamp === "" ? null : this.read();
      this.stamp = stamp;
    }
    return this.found;
  }

  private read(): TsConfigResult | null {
    try {
      return reader().getTsconfig(this.folder);
    } catch (error) {
      throw new Error(`tsconfig.json at or above ${this.folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Names the nearest tsconfig.json and its edition; empty where there is none. */
  private nearestStamp(): string {
    for (let folder = this.folder; ; folder = join(folder, "..")) {
      const path = join(folder, "tsconfig.json");
      if (existsSync(path)) return `${path}:${statSync(path).mtimeMs}`;
      if (folder === join(folder, "..")) return "";
    }
  }
}

function reader(): Reader {
  return require("get-tsconfig") as Reader;
}

function jsxSettings(raw: NonNullable<CompilerSettings["raw"]>): Pick<CompilerSettings, "jsx"> {
  if (!raw.jsx || raw.jsx === "preserve") return {};
  const automatic = raw.jsx === "react-jsx" || raw.jsx === "react-jsxdev";
  return automatic
    ? { jsx: { runtime: "automatic", importSource: raw.jsxImportSource } }
    : { jsx: { runtime: "classic", pragma: raw.jsxFactory, pragmaFrag: raw.jsxFragmentFactory } };
}
