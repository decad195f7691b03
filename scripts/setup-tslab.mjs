// Sets up tslab beside Cellwright, in .cellwright/tslab, so that its notebooks import "cellwright" too. Safe to run again.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { writeKernelspec } from "./kernelspec.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
const source = join(root, "kernel-config", "tslab");
const target = join(root, ".cellwright", "tslab");

/** @returns {string} the kernelspec's folder. @throws if npm cannot install tslab. */
export function setupTslab(log = console.log) {
  install(log);
  link(join(target, "node_modules", "cellwright"), root);
  link(join(root, "notebooks", "node_modules", "cellwright"), root); // its TypeScript looks for a cell's imports from the notebook's folder upwards
  log("  writing the kernelspec tslab …");
  return writeKernelspec("tslab", {
    argv: [process.execPath, join(target, "node_modules", "tslab", "bin", "tslab"), "kernel", "--config-path={connection_file}"],
    display_name: "TypeScript (tslab)",
    language: "typescript",
  });
}

function install(log) {
  const stamp = join(target, ".stamp");
  const wanted = readFileSync(join(source, "package-lock.json"), "utf8");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  log("  installing tslab …");
  mkdirSync(target, { recursive: true });
  for (const file of ["package.json", "package-lock.json"]) copyFileSync(join(source, file), join(target, file));
  npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]); // its zeromq brings its binaries, and rebuilds them if let
  npm(["rebuild", "zeromq"], needsBuild());
  writeFileSync(stamp, wanted);
}

/** zeromq's beta has prebuilt binaries for x64, and macOS on arm64; elsewhere it must be compiled. */
function needsBuild() {
  return !existsSync(join(target, "node_modules", "zeromq", "prebuilds", `${process.platform}-${process.arch}`));
}

function npm(words, needed = true) {
  if (!needed) return;
  const { status, stdout, stderr } = spawnSync("npm", words, { cwd: target, encoding: "utf8", shell: process.platform === "win32" });
  if (status !== 0) throw new Error(`npm ${words.join(" ")} failed in ${target}:\n${stdout}${stderr}`);
}

function link(path, to) {
  if (existsSync(path) && lstatSync(path).isSymbolicLink() && readlinkSync(path) === to) return;
  rmSync(path, { force: true, recursive: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path, "junction");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    console.log(`tslab: ready in ${setupTslab()}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
