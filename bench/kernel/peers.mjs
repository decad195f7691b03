// The kernels that are measured: how each is started, and the same cells in its language. What is missing is installed.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setupTslab } from "../../scripts/setup-tslab.mjs";

const DENO = "2.9.6";
const TYPESCRIPT = { cell: "const value@: number = @;", lines: "for (let i = 0; i < @; i++) console.log(`line ${i}`);" };
const PYTHON = { cell: "value@ = @", lines: "for i in range(@): print(f'line {i}')" };

/** @returns {{ name: string, version: string, argv: string[], env: object, codes: object }[]} */
export function findPeers(root, python, log = console.log) {
  const attempts = { ours, ipykernel, Deno: deno, tslab };
  return Object.entries(attempts).flatMap(([name, find]) => {
    try {
      return [{ name, env: {}, ...find(root, python) }];
    } catch (error) {
      log(`${name} is left out: ${error.message}`);
      return [];
    }
  });
}

function ours(root) {
  const main = join(root, "dist", "kernel", "main.js");
  if (!existsSync(main)) throw new Error(`${main} is missing: run node scripts/build.mjs`);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return { version: `${version} on Node ${process.versions.node}`, argv: [process.execPath, main, "{connection_file}"], env: { CELLWRIGHT_HISTORY: "" }, codes: TYPESCRIPT };
}

function ipykernel(_, python) {
  const version = execFileSync(python, ["-c", "import ipykernel, sys; print(ipykernel.__version__, 'on Python', sys.version.split()[0])"], { encoding: "utf8" }).trim();
  return { version, argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], codes: PYTHON };
}

function deno(root) {
  const folder = join(root, ".cellwright", "bench");
  const binary = join(folder, "node_modules", "deno", process.platform === "win32" ? "deno.exe" : "deno");
  if (!existsSync(binary)) install(folder, `deno@${DENO}`, binary);
  const env = { DENO_DIR: join(folder, "deno-cache"), DENO_NO_UPDATE_CHECK: "1" };
  return { version: DENO, argv: [binary, "jupyter", "--kernel", "--conn", "{connection_file}"], env, codes: TYPESCRIPT };
}

/** Deno's npm package puts its binary in place in its install script. */
function install(folder, name, binary) {
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--save-exact", name], { cwd: folder, encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0 || !existsSync(binary)) throw new Error(`npm install ${name} failed: ${stderr.trim().split("\n").at(-1)}`);
}

function tslab(root) {
  setupTslab(() => undefined);
  const folder = join(root, ".cellwright", "tslab", "node_modules", "tslab");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { version: `${version} on Node ${process.versions.node}`, argv: [process.execPath, join(folder, "bin", "tslab"), "kernel", "--config-path={connection_file}"], codes: TYPESCRIPT };
}
