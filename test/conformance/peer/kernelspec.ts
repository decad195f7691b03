// The kernelspec under which the Python peers find the built kernel.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const KERNEL = join(__dirname, "..", "..", "..", "dist", "kernel", "main.js");

class Kernelspecs {
  readonly name = "cellwright-under-test";
  private made: string | undefined;

  /** A JUPYTER_PATH that holds the kernelspec. @throws if the kernel has not been built. */
  get folder(): string {
    return (this.made ??= this.make());
  }

  /** What Jupyter's Python packages need to find the kernel, and to leave nothing behind. */
  get env(): NodeJS.ProcessEnv {
    return { JUPYTER_PATH: this.folder, JUPYTER_RUNTIME_DIR: this.runtimeFolder, JUPYTER_DATA_DIR: join(this.folder, "data") };
  }

  /** Where connection files and ipc sockets go; short, since a socket's path may have 107 characters. */
  private get runtimeFolder(): string {
    const folder = join(this.folder, "run");
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  get main(): string {
    if (!existsSync(KERNEL)) throw new Error(`${KERNEL} is missing: run node scripts/build.mjs first`);
    return KERNEL;
  }

  /** What Jupyter reads of it. */
  read(): { argv: string[]; interrupt_mode: string } {
    return JSON.parse(readFileSync(join(this.folder, "kernels", this.name, "kernel.json"), "utf8"));
  }

  remove(): void {
    if (this.made) rmSync(this.made, { recursive: true, force: true });
    this.made = undefined;
  }

  private make(): string {
    const folder = mkdtempSync(join(tmpdir(), "cw-specs-"));
    const spec = { argv: [process.execPath, this.main, "{connection_file}"], display_name: "TypeScript", language: "typescript", interrupt_mode: "message", metadata: { supported_encryption: ["curve"] } };
    mkdirSync(join(folder, "kernels", this.name), { recursive: true });
    writeFileSync(join(folder, "kernels", this.name, "kernel.json"), JSON.stringify(spec));
    return folder;
  }
}

export const kernelspecs = new Kernelspecs();
