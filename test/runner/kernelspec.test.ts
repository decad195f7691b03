// Kernelspecs as they are found.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect } from "chai";
import { findKernelspec } from "../../src/runner";
import { Workspace } from "./helpers";

const windows = process.platform === "win32";

describe("a kernelspec", () => {
  const workspace = new Workspace();
  after(() => workspace.remove());
  const argv = ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"];

  /** As Python's environments lay it out. */
  const inPrefix = (prefix: string): NodeJS.ProcessEnv => {
    const folder = workspace.path(prefix, "share", "jupyter", "kernels", "python3");
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/kernel.json`, JSON.stringify({ argv }));
    return { ...workspace.env, JUPYTER_PATH: workspace.path(prefix, "share", "jupyter") };
  };

  it("that says just `python` means its own environment's, active or not", () => {
    const env = inPrefix("venv");
    const own = workspace.path("venv", windows ? "Scripts" : "bin", windows ? "python.exe" : "python");
    mkdirSync(dirname(own), { recursive: true });
    writeFileSync(own, "");
    chmodSync(own, 0o755);
    expect(findKernelspec("python3", env).argv).to.deep.equal([own, ...argv.slice(1)]);
  });

  it("is taken at its word where there is none", () => {
    expect(findKernelspec("python3", inPrefix("bare")).argv).to.deep.equal(argv);
  });
});
