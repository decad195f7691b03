// Compiles src/ into dist/ with tsc and AssemblyScript, then bundles the kernel's process entries for start-up speed. Skips what is up to date.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const stamp = join(root, "dist", ".stamp");

/** Loaded from the installed packages at run time: native add-ons, and what only some cells need. */
const EXTERNAL = ["zeromq", "oxc-parser", "oxc-transform", "esbuild", "typescript", "vscode-jsonrpc", "pidusage"];
const ENTRIES = {
  main: "src/kernel/main.ts",
  child: "src/kernel/child.ts",
  loader: "src/kernel/loader.ts",
  relay: "src/executor/child/relay.ts",
};

/** @returns {Promise<"built" | "up to date">} @throws if the compiler reports an error. */
export async function build(log = console.log) {
  const key = sourcesKey();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === key) return "up to date";
  rmSync(join(root, "dist"), { recursive: true, force: true });
  log("  compiling src/ …");
  compile();
  for (const features of [["simd"], ["simd", "relaxed-simd"]]) compileAssembly(features);
  log("  bundling the kernel …");
  await bundleKernel();
  cpSync(join(root, "notebooks", "data"), join(root, "dist", "data"), { recursive: true }); // what `data.load` reads in the installed package
  writeFileSync(stamp, key);
  return "built";
}

function compile() {
  const tsc = createRequire(import.meta.url).resolve("typescript/package.json").replace(/package\.json$/, "bin/tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.json"], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`tsc found errors:\n${stdout}${stderr}`);
}

/** The WebAssembly device's own kernels; twice, as older engines lack relaxed SIMD. */
function compileAssembly(features) {
  const asc = createRequire(import.meta.url).resolve("assemblyscript/package.json").replace(/package\.json$/, "bin/asc.js");
  const enabled = features.flatMap((feature) => ["--enable", feature]);
  const options = ["-O3", "--runtime", "stub", "--importMemory", "--noAssert", "--use", "abort=", "--disableWarning", "112"]; // 112: vectors among the arguments of inner functions
  const { status, stdout, stderr } = spawnSync(process.execPath, [asc, "src/learn/device/wasm/assembly/index.ts", "-o", `dist/learn/device/wasm/${features.at(-1)}.wasm`, ...enabled, ...options], { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`asc found errors:\n${stdout}${stderr}`);
}

async function bundleKernel() {
  const { build: bundle } = await import("esbuild");
  await bundle({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir: "dist/kernel",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    sourcemap: true,
    sourcesContent: false,
    external: EXTERNAL,
    logLevel: "warning",
    allowOverwrite: true,
  });
}

function sourcesKey() {
  const hash = createHash("sha256");
  const files = ["tsconfig.json", "package.json", "scripts/build.mjs", ...filesBelow("src"), ...filesBelow("notebooks/data")];
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

function filesBelow(folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length)).sort();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  build().then((result) => console.log(`build: ${result}`), (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
