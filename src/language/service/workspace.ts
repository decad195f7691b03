// The folder in which TypeScript sees a session's cells as modules, as if they lay in the notebook's folder.
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, parse, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { isAlive } from "../../processes";

export interface WorkspaceOptions {
  /** The notebook's folder. */
  folder: string;
  /** Cellwright's own package, which can be imported from everywhere, and its dependencies where the notebook's project lacks them. */
  packageRoot: string;
  /** Global names that stand for modules. */
  preloads: Record<string, string>;
  /** The notebook's tsconfig.json turns JSX on. */
  jsx: boolean;
}

const FOLDER = "cellwright-types-";

const DEFAULTS = {
  target: "esnext", module: "preserve", lib: ["esnext"], types: ["node"],
  strict: true, esModuleInterop: true, resolveJsonModule: true,
};

/** What the notebook's own tsconfig.json cannot change: cells are modules that are looked at and never written. */
const FORCED = {
  noEmit: true, composite: false, incremental: false, declaration: false, isolatedModules: false, verbatimModuleSyntax: false, isolatedDeclarations: false,
  noUnusedLocals: false, noUnusedParameters: false, skipLibCheck: true, moduleDetection: "force", allowImportingTsExtensions: true,
};

/** Private to the user (mode 0700). Folders are mirrored, each with the real one's node_modules, so that imports resolve as from the notebook. */
export class Workspace {
  readonly #root = realpathSync(mkdtempSync(join(tmpdir(), `${FOLDER}${process.pid}-`)));
  /** The mirror of the notebook's folder; the cells lie here. */
  readonly cells: string;
  readonly #extension: string;
  readonly #packages: { real: string; mirrored: string }[];

  constructor({ folder, packageRoot, preloads, jsx }: WorkspaceOptions) {
    this.#extension = jsx ? ".tsx" : ".ts";
    removeOrphans();
    const drive = parse(folder).root;
    const mirror = this.#ownPackages(packageRoot);
    this.cells = join(mirror, relative(drive, folder));
    mkdirSync(this.cells, { recursive: true });
    this.#packages = foldersUpTo(drive, folder).map((above) => ({ real: join(above, "node_modules"), mirrored: join(mirror, relative(drive, above), "node_modules") }));
    this.linkPackages();
    writeFileSync(join(this.cells, "defaults.json"), JSON.stringify({ compilerOptions: DEFAULTS }));
    const files = [...DOCUMENTS.map((name) => this.fileOf(name)), "globals.ts", join(packageRoot, "dist", "executor", "child", "cell-globals.d.ts")];
    writeFileSync(join(this.cells, "tsconfig.json"), JSON.stringify({ extends: ["./defaults.json", ...tsconfigOf(folder)], compilerOptions: { ...FORCED, rootDirs: [mirror, drive] }, files, include: [] }));
    writeFileSync(join(this.cells, "globals.ts"), `export {};\ndeclare global {\n${Object.entries(preloads).map(([name, module]) => `  const ${name}: typeof import(${JSON.stringify(module)});\n`).join("")}}\n`);
    for (const name of [...DOCUMENTS, "scope"]) this.write(name, "export {};\n");
  }

  /** Shows the packages of each folder that has some by now; the notebook's own may come at any time. */
  linkPackages(): void {
    for (const [i, { real, mirrored }] of this.#packages.entries()) {
      if ((i === 0 || existsSync(real)) && !lstatSync(mirrored, { throwIfNoEntry: false })) link(real, mirrored);
    }
  }

  /** Writes a module, named without its extension. */
  write(name: string, text: string): void {
    writeFileSync(join(this.cells, this.fileOf(name)), text);
  }

  uri(name: string): string {
    return pathToFileURL(join(this.cells, this.fileOf(name))).href;
  }

  fileOf(name: string): string {
    return name + this.#extension;
  }

  dispose(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }

  /** Outermost, so that every project's own packages come first. @returns the folder below them. */
  #ownPackages(packageRoot: string): string {
    mkdirSync(join(this.#root, "node_modules"));
    link(packageRoot, join(this.#root, "node_modules", "cellwright"));
    let mirror = this.#root;
    for (const folder of foldersUpTo(parse(packageRoot).root, packageRoot).toReversed()) {
      if (!existsSync(join(folder, "node_modules"))) continue;
      mirror = join(mirror, "own");
      mkdirSync(mirror);
      link(join(folder, "node_modules"), join(mirror, "node_modules"));
    }
    return join(mirror, "files");
  }
}

/** The texts that are being looked at: the cell that is run, and the one that is written. */
export const DOCUMENTS = ["current", "draft"] as const;
export type DocumentName = (typeof DOCUMENTS)[number];

/** Innermost first, the outermost left out. */
function foldersUpTo(outermost: string, folder: string): string[] {
  return folder === outermost ? [] : [folder, ...foldersUpTo(outermost, dirname(folder))];
}

/** A junction on Windows needs no rights; the target need not exist yet. */
const link = (target: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, "junction");
};

function tsconfigOf(folder: string): string[] {
  const path = join(folder, "tsconfig.json");
  if (existsSync(path)) return [path];
  return folder === dirname(folder) ? [] : tsconfigOf(dirname(folder));
}

/** Folders of kernels that were killed. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(FOLDER) ? Number(/^\d+/.exec(name.slice(FOLDER.length))?.[0]) : NaN;
    if (owner > 0 && !isAlive(owner)) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
