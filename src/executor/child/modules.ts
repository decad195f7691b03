// How a cell imports: from the notebook's folder upwards, then from Cellwright; JSON and local TypeScript read afresh.
import { readFileSync } from "node:fs";
import { createRequire, register } from "node:module";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { constants, Script } from "node:vm";
import { CELL_MODULE } from "./hooks";

type Attributes = Record<string, string>;
type Namespace = Record<string, unknown>;
type Importer = (specifier: string, options?: { with: Record<string, string> }) => Promise<Namespace>;

export interface ModuleOptions {
  /** The notebook's folder. */
  folder: string;
  /** Cellwright's own package folder, the fallback for bare names. */
  packageRoot: string;
  /** The module that exports `resolve` and `load` hooks for local TypeScript. */
  hooks: string;
  /** tsconfig `paths`: the file that a name stands for, if any. */
  resolvePath(specifier: string): string | undefined;
}

export class Modules {
  private readonly fromNotebook: Importer;
  private readonly fromCellwright: Importer;
  private readonly notebookRequire: NodeJS.Require;
  private readonly ownRequire: NodeJS.Require;
  private hooked = false;

  constructor(private readonly options: ModuleOptions) {
    this.fromNotebook = importer(options.folder);
    this.fromCellwright = importer(options.packageRoot);
    this.notebookRequire = createRequire(join(options.folder, CELL_MODULE));
    this.ownRequire = createRequire(join(options.packageRoot, CELL_MODULE));
  }

  /** @param attributes import attributes, or a dynamic import's `{with: …}`. */
  async import(specifier: string, attributes?: Attributes | { with?: Attributes }): Promise<Namespace> {
    const name = this.located(specifier);
    if (isJson(name)) return this.json(name);
    if (isLocal(name)) this.hookTypeScript();
    const given = typeof attributes?.with === "object" ? attributes.with : (attributes as Attributes | undefined);
    const options = given && Object.keys(given).length > 0 ? { with: given } : undefined;
    return withCommonJsNames(await this.fromEither(name, options));
  }

  /** `require` as the cell's file would have it, with the same fallback. */
  get require(): NodeJS.Require {
    const attempt = (name: string): unknown => {
      const from = isBare(name) && !canResolve(this.notebookRequire, name) ? this.ownRequire : this.notebookRequire;
      return from(name);
    };
    return Object.assign(attempt, this.notebookRequire);
  }

  private located(specifier: string): string {
    const mapped = this.options.resolvePath(specifier);
    if (mapped) return pathToFileURL(mapped).href;
    if (isAbsolute(specifier)) return pathToFileURL(specifier).href;
    return /^\.{1,2}(\/|$)/.test(specifier) ? pathToFileURL(resolve(this.options.folder, specifier)).href : specifier;
  }

  private async fromEither(name: string, options?: { with: Record<string, string> }): Promise<Namespace> {
    try {
      return await this.fromNotebook(name, options);
    } catch (error) {
      if (!isBare(name) || !isMissing(error, name)) throw error;
      return this.fromCellwright(name, options).catch((second: unknown) => Promise.reject(isMissing(second, name) ? notFound(name, this.options.folder) : second));
    }
  }

  /** JSON gives its fields as names too, and is read at every import. */
  private json(name: string): Namespace {
    const path = name.startsWith("file:") ? fileURLToPath(name) : resolveWith([this.notebookRequire, this.ownRequire], name);
    const data: unknown = parseJson(path);
    const names = typeof data === "object" && data !== null && !Array.isArray(data) ? data : {};
    return { ...names, default: data };
  }

  private hookTypeScript(): void {
    if (this.hooked) return;
    this.hooked = true;
    register(pathToFileURL(this.options.hooks).href);
    process.setSourceMapsEnabled(true);
  }
}

/** A plain `import()` under Runtime.evaluate throws: a script with the main context's loader imports for the cell. */
function importer(folder: string): Importer {
  const script = new Script("(specifier, options) => import(specifier, options)", {
    filename: join(folder, CELL_MODULE),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext() as Importer;
}

/** Node finds a CommonJS module's names by reading its text; names made at run time are added here. */
function withCommonJsNames(namespace: Namespace): Namespace {
  const whole = namespace.default;
  const isCommonJs = "module.exports" in namespace || (typeof whole === "object" && whole !== null && "__esModule" in whole);
  const plainDefault = Object.keys(namespace).length === 1 && typeof whole === "object" && whole !== null;
  return isCommonJs || plainDefault ? { ...(whole as object), ...namespace } : namespace;
}

const isJson = (name: string): boolean => /\.json$/i.test(name);
const isLocal = (name: string): boolean => name.startsWith("file:");
const isBare = (name: string): boolean => !/^(\.{0,2}\/|[a-z]+:)/i.test(name);

function canResolve(from: NodeJS.Require, name: string): boolean {
  try {
    return Boolean(from.resolve(name));
  } catch {
    return false;
  }
}

function resolveWith(requires: NodeJS.Require[], name: string): string {
  const found = requires.find((each) => canResolve(each, name)) ?? requires[0];
  if (!found) throw new Error(`cannot find ${name}`);
  return found.resolve(name);
}

function isMissing(error: unknown, name: string): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ERR_MODULE_NOT_FOUND" && String((error as Error).message).includes(`'${packageOf(name)}'`);
}

function packageOf(name: string): string {
  return name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/");
}

function notFound(name: string, folder: string): Error {
  const error = new Error(`Cannot find package '${packageOf(name)}' from ${folder}: install it there with npm, or check the name`);
  return Object.assign(error, { code: "ERR_MODULE_NOT_FOUND" });
}

function parseJson(path: string): unknown {
  const text = readFileSync(path, "utf8");
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new SyntaxError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
