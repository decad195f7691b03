// A registry on this machine with one package, for real npm.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ArchiveServer } from "./archive-server";

export class LocalRegistry extends ArchiveServer {
  /** @param files by their paths in the package */
  constructor(readonly name: string, readonly version: string, files: Record<string, string>) {
    super(packed(name, version, files), ".tgz");
  }

  protected answer(_: string, response: ServerResponse): void {
    const { name, version } = this;
    response.end(JSON.stringify({ name, "dist-tags": { latest: version }, versions: { [version]: { name, version, dist: { tarball: `${this.address()}/it.tgz` } } } }));
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
