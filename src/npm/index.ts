// Runs npm: packages for a notebook's project, and for the library's cache of models.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** What went wrong, and what to do, in one line. */
export class InstallError extends Error {
  override name = "InstallError";
}

const UPDATE_MS = 250;
/** Asked to end, npm waits for its downloads to roll back: up to five minutes where the registry has gone silent. */
const GRACE_MS = 2000;
/** A name, and the version, range or tag behind it. */
export const PACKAGE_SPEC = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@(.+))?$/;

export interface NpmRun {
  /** As in a terminal there: npm takes the nearest folder upwards that has a package.json or node_modules. */
  folder: string;
  signal?: AbortSignal | undefined;
  /** Gets a line on how it goes, four times a second. */
  tell(text: string): void;
  /** More of npm's options. */
  options?: readonly string[];
}

/** Adds packages to a folder. @throws {InstallError} */
export async function npmInstall(packages: string[], run: NpmRun): Promise<void> {
  await npm("install", packages, { ...run, options: ["--no-audit", "--no-fund", ...(run.options ?? [])] });
}

/** Brings one package as it was published, without what it depends on. @returns the path of its .tgz in the folder. @throws {InstallError} */
export async function npmPack(spec: string, run: NpmRun): Promise<string> {
  const report: unknown = JSON.parse(await npm("pack", [spec], run));
  const [packed]: unknown[] = Array.isArray(report) ? report : Object.values(report ?? {}); // a list, by npm 12 an object
  if (typeof packed !== "object" || packed === null || !("filename" in packed)) throw new InstallError(`npm did not say where it put ${spec}`);
  return join(run.folder, String(packed.filename).replace("@", "").replace("/", "-")); // npm 8 names a scoped package's file wrongly
}

/** @returns what npm reports, as JSON. */
async function npm(verb: "install" | "pack", packages: string[], { folder, signal, tell, options = [] }: NpmRun): Promise<string> {
  const [command, ...first] = npmCommand();
  const args = [...first, verb, "--json", "--loglevel=http", "--no-progress", ...options, "--", ...packages];
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...(signal ? { signal } : {}) });
  insistOn(child, signal);
  const started = Date.now();
  let [report, fetched] = ["", 0];
  const said = (): void => tell(`${packages.join(", ")}: ${fetched > 0 ? `${fetched} downloads` : "asking npm"}, ${Math.round((Date.now() - started) / 1000)} s …`);
  const timer = setInterval(said, UPDATE_MS);
  child.stdout.on("data", (text: Buffer) => void (report += text.toString()));
  child.stderr.on("data", (text: Buffer) => void (fetched += text.toString().match(/^npm http fetch .*\.tgz/gm)?.length ?? 0));
  try {
    await new Promise<void>((resolve, reject) => {
      child.once("error", (error) => {
        if (!signal?.aborted) reject(new InstallError(`npm cannot be run (${error.message}): install it, it comes with Node`)); // aborted: once npm is gone
      });
      child.once("close", (code) => (code === 0 ? resolve() : reject(signal?.aborted ? signal.reason : failure(report, packages, folder))));
    });
    return report;
  } catch (error) {
    tell(`${packages.join(", ")}: not installed`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Kills a child that outlives its abort. */
export function insistOn(child: ChildProcess, signal: AbortSignal | undefined): void {
  const kill = (): void => {
    const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
    child.once("close", () => clearTimeout(timer));
  };
  if (signal?.aborted) kill();
  signal?.addEventListener("abort", kill, { once: true });
  child.once("close", () => signal?.removeEventListener("abort", kill));
}

/** Npm's report of an error as one line. */
function failure(report: string, packages: string[], folder: string): InstallError {
  const { code = "", summary = "", detail = "" } = errorIn(report);
  const names = packages.join(", ");
  const unreachable = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ENOTCACHED)$/;
  if (code === "E404") return new InstallError(`npm's registry has no package for "${names}": check the spelling`);
  if (code === "ETARGET") return new InstallError(`${firstLine(summary)}: check the version (npm view ${PACKAGE_SPEC.exec(packages[0] ?? "")?.[1] ?? "PACKAGE"} versions)`);
  if (unreachable.test(code)) return new InstallError(`npm's registry cannot be reached (${code}): check the network and npm's proxy settings; ${names} was not installed`);
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return new InstallError(`npm may not write to ${folder} (${code}): move the notebook to a folder of your own`);
  if (code === "ENOSPC") return new InstallError(`the disk is full (${code}): ${names} was not installed`);
  return new InstallError(`npm could not install ${names}: ${firstLine(summary || detail) || "it gave no reason"}${code ? ` (${code})` : ""}`);
}

function errorIn(report: string): { code?: string; summary?: string; detail?: string } {
  try {
    const { error }: { error?: { code?: string; summary?: string; detail?: string } } = JSON.parse(report.slice(report.indexOf("{")));
    return error ?? {};
  } catch {
    return { summary: report.trim() };
  }
}

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").replace(/\.$/, "");

/** Npm's script beside this Node or on the path, so that no shell is needed; else a command of that name. */
function npmCommand(): [string, ...string[]] {
  const beside = dirname(process.execPath);
  const folders = [beside, join(beside, "..", "lib"), ...(process.env["PATH"] ?? "").split(delimiter)].filter(Boolean);
  const scripts = folders.flatMap((folder) => [join(folder, "node_modules", "npm", "bin", "npm-cli.js"), target(join(folder, "npm"))]);
  const script = scripts.find((path) => path.endsWith("npm-cli.js") && existsSync(path));
  return script ? [process.execPath, script] : ["npm"];
}

/** Where a link leads. */
function target(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return "";
  }
}
