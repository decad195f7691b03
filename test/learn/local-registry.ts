// A registry on this machine with one package, for real npm: it gives the package's archive whole, or stops half-way and says so.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export class LocalRegistry {
  /** How often the archive was asked for. */
  downloads = 0;
  /** Gives half of the archive, then nothing more. */
  stalls = false;
  readonly #archive: Buffer;
  readonly #server: Server;
  #halfway: () => void = () => undefined;
  /** Resolves when half of the archive is sent. */
  readonly halfway = new Promise<void>((resolve) => (this.#halfway = resolve));

  /** @param files by their paths in the package */
  constructor(readonly name: string, readonly version: string, files: Record<string, string>) {
    this.#archive = packed(name, version, files);
    this.#server = createServer((request, response) => (request.url?.endsWith(".tgz") ? this.#send(response) : response.end(JSON.stringify(this.#document()))));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this.#address();
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  #document(): object {
    const { name, version } = this;
    return { name, "dist-tags": { latest: version }, versions: { [version]: { name, version, dist: { tarball: `${this.#address()}/it.tgz` } } } };
  }

  #send(response: ServerResponse): void {
    this.downloads++;
    response.setHeader("content-length", this.#archive.length);
    if (!this.stalls) return void response.end(this.#archive);
    response.write(this.#archive.subarray(0, this.#archive.length / 2), () => this.#halfway());
  }
}

function packed(name: string, version: string, files: Record<string, string>): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-package-"));
  for (const [path, text] of Object.entries({ ...files, "package.json": JSON.stringify({ name, version }) })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  execFileSync("npm", ["pack", "--silent"], { cwd: folder });
  const archive = readFileSync(join(folder, readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? ""));
  rmSync(folder, { recursive: true });
  return archive;
}
