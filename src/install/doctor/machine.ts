// The machine under the kernel: Node, the temporary folder, Jupyter's folders.
import { accessSync, constants, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { userDataFolder, type Machine } from "../../protocol";
import { attempt, type Check } from "./check";

export const node: Check = async () => [
  await attempt("Node", true, "install Node 20.19+, 22.12+ or 24+, then run `cellwright install` again", () => {
    if (!isSupported(process.versions.node)) throw new Error(`${process.versions.node} is not supported`);
    return `${process.versions.node} (${process.execPath})`;
  }),
];

export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
}

export const temporaryFolder: Check = async ({ machine }) => [
  await attempt("temporary folder", true, "set TMPDIR (TEMP on Windows) to a folder of your own that can be written to", () => privateFolder(machine)),
];

function privateFolder({ platform }: Machine): string {
  const folder = mkdtempSync(join(tmpdir(), "cw-doctor-"));
  try {
    writeFileSync(join(folder, "test"), "");
    const mode = statSync(folder).mode & 0o777;
    if (platform !== "win32" && mode !== 0o700) throw new Error(`${tmpdir()}: new folders have mode ${mode.toString(8)}, others may enter them`);
    return tmpdir();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const jupyterFolder: Check = async ({ machine }) => [
  await attempt("Jupyter data folder", false, "make it writable, or install elsewhere with --prefix or --sys-prefix", () => {
    const folder = userDataFolder(machine);
    accessSync(nearestExisting(folder), constants.W_OK);
    return folder;
  }),
];

const nearestExisting = (folder: string): string => (existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder)));
