// The kernels that are measured: how each is started, and the same cells in its language. What is missing is installed.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setupDeno } from "../../scripts/setup-deno.mjs";
import { setupTslab } from "../../scripts/setup-tslab.mjs";

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

const deno = () => ({ ...setupDeno(() => undefined), codes: TYPESCRIPT });

function tslab(root) {
  setupTslab(() => undefined);
  const folder = join(root, ".cellwright", "tslab", "node_modules", "tslab");
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { version: `${version} on Node ${process.versions.node}`, argv: [process.execPath, join(folder, "bin", "tslab"), "kernel", "--config-path={connection_file}"], codes: TYPESCRIPT };
}
