// `await install("pkg")`: npm adds packages to the notebook's own project while the cell waits.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { display, displayable, type Displayable } from "../../display";
import type { Cells } from "./cells";
import { emit } from "./channel";

/** What went wrong, and what to do, in one line. */
export class InstallError extends Error {
  override name = "InstallError";
}

const UPDATE_MS = 250;
const SPEC = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@(.+))?$/;

/** @param folder the notebook's; as in a terminal there, npm takes the nearest folder upwards that has a package.json or node_modules, else this one. */
export function installer(folder: string, cells: Cells): (...packages: string[]) => Promise<void> {
  return async (...packages) => {
    for (const asked of packages) if (typeof asked !== "string" || !/^[^\s-]/.test(asked)) throw new InstallError(`install takes names of npm packages, such as "lodash" or "d3-array@3"; ${JSON.stringify(asked)} is none`);
    const wanted = packages.filter((asked) => !isThere(asked, folder));
    const shown = display(line(wanted.length > 0 ? `${wanted.join(", ")}: asking npm …` : described(packages, folder, "there already")));
    if (wanted.length === 0) return;
    await runNpm(wanted, { folder, signal: cells.current()?.signal, tell: (text) => shown.update(line(text)) });
    emit("installed", cells.currentId());
    shown.update(line(described(packages, folder, "installed")));
  };
}

const line = (text: string): Displayable => displayable({ "text/plain": text });

/** A name without a version is content with the one that is there. */
function isThere(asked: string, folder: string): boolean {
  const [, name, version] = SPEC.exec(asked) ?? [];
  const found = name === undefined ? undefined : versionOf(name, folder);
  return found !== undefined && (version === undefined || version === found);
}

function described(packages: string[], folder: string, state: string): string {
  const named = packages.map((asked) => {
    const name = SPEC.exec(asked)?.[1];
    const version = name && versionOf(name, folder);
    return version ? `${name} ${version}` : asked;
  });
  return `${named.join(", ")}: ${state}`;
}

function versionOf(name: string, folder: string): string | undefined {
  try {
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(folder, "node_modules", name, "package.json"), "utf8"));
    return String(version);
  } catch {
    return folder === dirname(folder) ? undefined : versionOf(name, dirname(folder));
  }
}

interface Run { folder: string; signal: AbortSignal | undefined; tell(text: string): void }

/** @throws {InstallError} */
async function runNpm(packages: string[], { folder, signal, tell }: Run): Promise<void> {
  const [command, ...first] = npmCommand();
  const options = ["--json", "--loglevel=http", "--no-audit", "--no-fund", "--no-progress"];
  const child = spawn(command, [...first, "install", ...options, "--", ...packages], { cwd: folder, stdio: ["ignore", "pipe", "pipe"], ...(signal ? { signal } : {}) });
  const started = Date.now();
  let [report, fetched] = ["", 0];
  const said = (): void => tell(`${packages.join(", ")}: ${fetched > 0 ? `${fetched} downloads` : "asking npm"}, ${Math.round((Date.now() - started) / 1000)} s …`);
  const timer = setInterval(said, UPDATE_MS);
  child.stdout.on("data", (text: Buffer) => void (report += text.toString()));
  child.stderr.on("data", (text: Buffer) => void (fetched += text.toString().match(/^npm http fetch .*\.tgz/gm)?.length ?? 0));
  try {
    await new Promise<void>((resolve, reject) => {
      child.once("error", (error) => reject(signal?.aborted ? signal.reason : new InstallError(`npm cannot be run (${error.message}): install it, it comes with Node`)));
      child.once("close", (code) => (code === 0 ? resolve() : reject(failure(report, packages, folder))));
    });
  } catch (error) {
    tell(`${packages.join(", ")}: not installed`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** Npm's report of an error as one line. */
function failure(report: string, packages: string[], folder: string): InstallError {
  const { code = "", summary = "", detail = "" } = errorIn(report);
  const names = packages.join(", ");
  const unreachable = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ENOTCACHED)$/;
  if (code === "E404") return new InstallError(`npm's registry has no package for "${names}": check the spelling`);
  if (code === "ETARGET") return new InstallError(`${firstLine(summary)}: check the version (npm view ${SPEC.exec(packages[0] ?? "")?.[1] ?? "PACKAGE"} versions)`);
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
