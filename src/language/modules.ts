// A local TypeScript module to an ES module, with its source map inside.
import { extname } from "node:path";
import { esbuildOptions } from "./javascript";
import type { CompilerSettings } from "./tsconfig";

const NODE_TARGET = "node20";

/** @throws if the module does not parse; the message names file, line and reason. */
export function transformModule(source: string, path: string, settings: CompilerSettings): string {
  const { transformSync } = require("esbuild") as typeof import("esbuild");
  return transformSync(source, {
    loader: extname(path) === ".tsx" ? "tsx" : "ts",
    format: "esm",
    target: NODE_TARGET,
    sourcefile: path,
    sourcemap: "inline",
    tsconfigRaw: { compilerOptions: esbuildOptions(settings) },
  }).code;
}
