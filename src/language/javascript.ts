// TypeScript to JavaScript: oxc for most cells, esbuild for what oxc passes through or needs a helper package for.
import type { CompilerSettings } from "./tsconfig";
import type { Language } from "./parser";
import { syntaxErrorAt } from "./syntax-error";

export interface JavaScript { code: string; map: string | object }

type Oxc = typeof import("oxc-transform");
type Esbuild = typeof import("esbuild");
export const TARGET = "es2022";

/** @throws {CellSyntaxError} */
export function translate(source: string, file: string, lang: Language, settings: CompilerSettings, thorough: boolean): JavaScript {
  return thorough ? withEsbuild(source, file, lang, settings) : withOxc(source, file, lang, settings);
}

function withOxc(source: string, file: string, lang: Language, { jsx, raw }: CompilerSettings): JavaScript {
  const { transformSync } = require("oxc-transform") as Oxc;
  const { code, map, errors } = transformSync(file, source, {
    lang,
    sourceType: "module",
    sourcemap: true,
    target: TARGET,
    typescript: { onlyRemoveTypeImports: true },
    assumptions: { setPublicClassFields: raw?.useDefineForClassFields === false },
    ...(jsx ? { jsx } : {}),
  });
  const [error] = errors.filter(({ severity }) => severity === "Error");
  if (error) throw syntaxErrorAt(source, error);
  return { code, map: map ?? {} };
}

/** V8 20–24 rejects standard decorators, and oxc's legacy lowering has the wrong calling convention for them. */
function withEsbuild(source: string, file: string, lang: Language, settings: CompilerSettings): JavaScript {
  const { transformSync } = require("esbuild") as Esbuild;
  const { code, map } = transformSync(source, {
    loader: lang,
    sourcefile: file,
    sourcemap: "external",
    target: TARGET,
    tsconfigRaw: { compilerOptions: { ...esbuildOptions(settings), verbatimModuleSyntax: true } },
  });
  return { code, map };
}

/** The compiler options that change what esbuild emits; its target is ours. */
export function esbuildOptions({ raw, jsx }: CompilerSettings): Record<string, unknown> {
  const { experimentalDecorators, useDefineForClassFields } = raw ?? {};
  const jsxOptions = jsx && { jsx: jsx.runtime === "automatic" ? "react-jsx" : "react", jsxFactory: jsx.pragma, jsxFragmentFactory: jsx.pragmaFrag, jsxImportSource: jsx.importSource };
  return Object.fromEntries(Object.entries({ experimentalDecorators, useDefineForClassFields, ...jsxOptions }).filter(([, value]) => value !== undefined));
}
