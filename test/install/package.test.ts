// The package as npm would publish it: installed into a project, then as a kernel by npx, offline; and the project may go.
import { expect } from "chai";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pythonWith } from "../runner/helpers";

const root = resolve(__dirname, "..", "..");
const NO_NETWORK = { npm_config_offline: "true", npm_config_registry: "http://127.0.0.1:9/", HTTP_PROXY: "http://127.0.0.1:9/", HTTPS_PROXY: "http://127.0.0.1:9/" };
const ASK = `
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="cellwright")
client.execute_interactive("import { zip } from 'd3-array'; import { nn } from 'cellwright'; typeof nn", timeout=30, output_hook=lambda m: print(m["content"].get("evalue") or m["content"].get("data", {}).get("text/plain", "")))
client.execute_interactive("const rows = [{ label: 'a' }]; rows[0]!.label.length", timeout=30, output_hook=lambda m: m["msg_type"] == "execute_result" and print(m["content"]["data"]["text/plain"]))
client.complete("rows[0]!.la")
print(client.get_shell_msg(timeout=30)["content"]["matches"])
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

describe("the packed package", function () {
  this.timeout(300_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;

  before(function () {
    folder = mkdtempSync(join(tmpdir(), "cellwright-package-"));
    mkdirSync(join(folder, "project"));
    env = { ...process.env, XDG_DATA_HOME: join(folder, "data"), JUPYTER_DATA_DIR: "", JUPYTER_PATH: "", VIRTUAL_ENV: "", CONDA_PREFIX: "" };
    writeFileSync(join(folder, "project", "package.json"), '{ "private": true }');
    const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: root, encoding: "utf8" }).trim();
    const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", join(folder, packed)], { cwd: join(folder, "project"), encoding: "utf8" });
    if (status === 0) return;
    if (!/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|ETIMEDOUT/.test(stderr)) throw new Error(stderr);
    this.test?.parent?.eachTest((test) => void (test.title += " (skipped: npm's registry cannot be reached)"));
    this.skip();
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const npx = (...args: string[]): string => execFileSync("npx", ["cellwright", ...args], { cwd: join(folder, "project"), env: { ...env, ...NO_NETWORK }, encoding: "utf8" });

  it("becomes a kernel by npx, without a network, and its doctor finds nothing wrong", () => {
    npx("install");
    expect(npx("list")).to.include("TypeScript (Cellwright)").and.to.include("works");
    expect(npx("doctor")).to.include("The kernel works.");
  });

  it("lives on when the project that it came from is gone: library, packages, types", function () {
    const python = pythonWith("jupyter_client");
    if (!python) {
      if (this.test) this.test.title += " (skipped: no Python with jupyter_client here)";
      this.skip();
    }
    rmSync(join(folder, "project"), { recursive: true });
    mkdirSync(join(folder, "notebooks", "node_modules", "d3-array"), { recursive: true });
    writeFileSync(join(folder, "notebooks", "node_modules", "d3-array", "package.json"), '{ "name": "d3-array", "main": "index.js" }');
    writeFileSync(join(folder, "notebooks", "node_modules", "d3-array", "index.js"), "exports.zip = () => [];");
    const answer = execFileSync(python, ["-c", ASK], { cwd: join(folder, "notebooks"), env: { ...env, JUPYTER_PATH: join(folder, "data", "jupyter") }, encoding: "utf8" });
    expect(answer.trim().split("\n").filter(Boolean)).to.deep.equal(["'object'", "1", "['label']"]);
  });

  it("leaves nothing when it is uninstalled", () => {
    const project = join(folder, "again");
    mkdirSync(project);
    execFileSync(process.execPath, [join(root, "dist", "cli.js"), "uninstall"], { cwd: project, env });
    expect(execFileSync(process.execPath, [join(root, "dist", "cli.js"), "list"], { cwd: project, env, encoding: "utf8" })).to.include("no Cellwright kernel is installed");
  });
});
