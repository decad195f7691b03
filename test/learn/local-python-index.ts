// Python's package index on this machine with one package, for real pip.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPython } from "../../src/learn/fetch/python";
import { ArchiveServer } from "./archive-server";

/** Whether there is a Python with pip here. */
export const hasPip = (): boolean => spawnSync(findPython(), ["-m", "pip", "--version"], { timeout: 30_000 }).status === 0;

/** A wheel is a zip archive with notes in `.dist-info`. */
const PACK = `
import json, sys, zipfile
path, name, version, files = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
notes = f"{name}-{version}.dist-info"
files |= {f"{notes}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n", f"{notes}/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
with zipfile.ZipFile(path, "w") as wheel:
    for each, text in files.items(): wheel.writestr(each, text)
    wheel.writestr(f"{notes}/RECORD", "".join(f"{each},,\\n" for each in [*files, f"{notes}/RECORD"]))
`;

export class LocalPythonIndex extends ArchiveServer {
  readonly #file: string;

  /** @param files by their paths among the modules */
  constructor(readonly name: string, version: string, files: Record<string, string>) {
    super(packed(name, version, files), ".whl");
    this.#file = `${name}-${version}-py3-none-any.whl`;
  }

  override async listen(): Promise<string> {
    return `${await super.listen()}/simple`;
  }

  protected answer(url: string, response: ServerResponse): void {
    if (!url.includes(this.name)) return void response.writeHead(404).end();
    response.setHeader("content-type", "text/html");
    response.end(`<a href="/${this.#file}">${this.#file}</a>`);
  }
}

function packed(name: string, version: string, files: Record<string, string>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-wheel-"));
  const path = join(folder, "it.whl");
  execFileSync(findPython(), ["-c", PACK, path, name, version, JSON.stringify(files)]);
  const wheel = readFileSync(path);
  rmSync(folder, { recursive: true });
  return wheel;
}
