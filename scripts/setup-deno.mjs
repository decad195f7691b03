// Sets up Deno, a peer of the tests and benches, in .cellwright/deno (the npm package deno, about 130 MB), with its kernelspec. Safe to run again.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { writeKernelspec } from "./kernelspec.mjs";

const VERSION = "2.9.6";
const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const target = join(root, ".cellwright", "deno");
const manifest = join(target, "node_modules", "deno", "package.json");
const binary = join(target, "node_modules", "deno", process.platform === "win32" ? "deno.exe" : "deno");

/** @returns {{ version: string, argv: string[], env: Record<string, string> }} how its kernel is started. @throws if npm cannot install it. */
export function setupDeno(log = console.log) {
  if (!isReady()) install(log);
  const env = { DENO_DIR: join(target, "cache"), DENO_NO_UPDATE_CHECK: "1" };
  const argv = [binary, "jupyter", "--kernel", "--conn", "{connection_file}"];
  writeKernelspec("deno", { argv, env, display_name: "Deno", language: "typescript" });
  return { version: VERSION, argv, env };
}

const isReady = () => existsSync(binary) && existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).version === VERSION;

/** Its install script puts the binary in place. */
function install(log) {
  log(`  installing Deno ${VERSION} …`);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "package.json"), '{ "private": true }\n');
  const { status, stderr } = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--save-exact", `deno@${VERSION}`], { cwd: target, encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0 || !existsSync(binary)) throw new Error(`npm install deno@${VERSION} failed: ${stderr?.trim().split("\n").at(-1)}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    console.log(`Deno ${setupDeno().version}: ready`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
