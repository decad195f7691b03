// Python's package index on this machine with one package, for real pip: it gives the wheel whole, or stops half-way and says so.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPython } from "../../src/learn/fetch/python";

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

export class LocalPythonIndex {
  /** How often the wheel was asked for. */
  downloads = 0;
  /** Gives half of the wheel, then nothing more. */
  stalls = false;
  readonly #wheel: Buffer;
  readonly #file: string;
  readonly #server: Server;
  #halfway: () => void = () => undefined;
  /** Resolves when half of the wheel is sent. */
  readonly halfway = new Promise<void>((resolve) => (this.#halfway = resolve));

  /** @param files by their paths among the modules */
  constructor(readonly name: string, version: string, files: Record<string, string>) {
    const folder = mkdtempSync(join(tmpdir(), "cellwright-wheel-"));
    this.#file = `${name}-${version}-py3-none-any.whl`;
    execFileSync(findPython(), ["-c", PACK, join(folder, this.#file), name, version, JSON.stringify(files)]);
    this.#wheel = readFileSync(join(folder, this.#file));
    rmSync(folder, { recursive: true });
    this.#server = createServer((request, response) => this.#answer(request.url ?? "", response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/simple`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(url: string, response: ServerResponse): void {
    if (url.endsWith(".whl")) return this.#send(response);
    if (!url.includes(this.name)) return void response.writeHead(404).end();
    response.setHeader("content-type", "text/html");
    response.end(`<a href="/${this.#file}">${this.#file}</a>`);
  }

  #send(response: ServerResponse): void {
    this.downloads++;
    response.setHeader("content-length", this.#wheel.length);
    if (!this.stalls) return void response.end(this.#wheel);
    response.write(this.#wheel.subarray(0, this.#wheel.length / 2), () => this.#halfway());
  }
}
