// Builds native TensorFlow.js (tfjs-node) in .cellwright/native against the C library inside the TensorFlow wheel.
// Run again at any time: what is built and loads stays. Usage: node scripts/setup-native.mjs [--tensorflow DIR] [--gpu] [--force]
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const VERSION = "4.22.0";
const WITHOUT = "Training will use WebAssembly instead: everything works, several times slower.";

class Missing extends Error {}

/**
 * Builds the CPU binding, and the GPU's where an NVIDIA driver is seen or `gpu` asks for it.
 * Returns { status: "ready" | "unavailable", built, reason? }; never throws for what the machine lacks.
 */
export async function setupNative({ tensorflow, gpu = hasNvidia(), force = false, log = console.log } = {}) {
  const folder = resolve(process.env.CELLWRIGHT_NATIVE ?? join(ROOT, ".cellwright", "native"));
  const names = ["tfjs-node", ...(gpu ? ["tfjs-node-gpu"] : [])];
  const built = [];
  try {
    for (const name of names) {
      await setupOne({ folder, name, tensorflow, force, log });
      built.push(name);
    }
    return { status: "ready", built };
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    log(`Native TensorFlow was not built: ${error.message}${built.length ? "" : ` ${WITHOUT}`}`);
    return { status: built.length ? "ready" : "unavailable", built, reason: error.message };
  }
}

async function setupOne({ folder, name, tensorflow, force, log }) {
  const wheel = tensorflowFolder(tensorflow);
  const stamp = { version: VERSION, wheel: realpathSync(wheel), node: process.versions.modules };
  if (!force && isBuilt(folder, name, stamp)) return log(`${name} ${VERSION} is built.`);
  requireCompiler();
  await fetchPackage(folder, name, log);
  const target = packageFolder(folder, name);
  rmSync(stampFile(target), { force: true });
  linkLibrary(target, realpathSync(wheel));
  log(`Building ${name} against ${wheel} …`);
  await build(folder, target);
  verify(folder, name);
  writeFileSync(stampFile(target), JSON.stringify(stamp));
  log(`${name} ${VERSION} is built and multiplies matrices.`);
}

const packageFolder = (folder, name) => join(folder, "node_modules", "@tensorflow", name);
const stampFile = (target) => join(target, "cellwright-build.json");

function isBuilt(folder, name, stamp) {
  const file = stampFile(packageFolder(folder, name));
  return existsSync(file) && readFileSync(file, "utf8") === JSON.stringify(stamp) && loads(folder, name).ok;
}

/** The `tensorflow` folder of the project's Python, which holds the C library and its headers. */
function tensorflowFolder(given) {
  const folder = given ? resolve(given) : fromPython();
  if (!folder) throw new Missing("the project's Python (.cellwright/python) has no tensorflow package, whose C library the binding needs.");
  if (!existsSync(join(folder, "libtensorflow_cc.so.2"))) throw new Missing(`${folder} holds no libtensorflow_cc.so.2 (TensorFlow's wheel for Linux has it).`);
  return folder;
}

function fromPython() {
  const library = join(ROOT, ".cellwright", "python", "lib");
  if (!existsSync(library)) return undefined;
  return readdirSync(library).map((version) => join(library, version, "site-packages", "tensorflow")).find((path) => existsSync(path));
}

const found = (command) => spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0;

function requireCompiler() {
  const missing = [["make"], ["g++", "c++", "clang++"], ["python3"]].filter((names) => !names.some(found)).map((names) => names[0]);
  if (missing.length) throw new Missing(`${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing, which the build needs (Debian, Ubuntu: apt-get install build-essential python3).`);
}

const hasNvidia = () => existsSync("/proc/driver/nvidia/version") || spawnSync("nvidia-smi", ["-L"], { stdio: "ignore" }).status === 0;

/** Without its install script, which would download an old library. */
async function fetchPackage(folder, name, log) {
  if (existsSync(join(packageFolder(folder, name), "package.json"))) return;
  log(`Fetching @tensorflow/${name} ${VERSION} …`);
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{ "private": true, "description": "Native TensorFlow.js, made by scripts/setup-native.mjs" }\n');
  const flags = ["--save-exact", "--ignore-scripts", "--no-audit", "--no-fund"];
  const { code, output } = await finished("npm", ["install", ...flags, `@tensorflow/${name}@${VERSION}`], { cwd: folder });
  if (code !== 0) throw new Missing(`npm could not fetch @tensorflow/${name}: ${lastLine(output)}`);
}

/** The names that binding.gyp links and those that the loader asks for; `nvidia` keeps the wheel's $ORIGIN paths to CUDA true. */
function linkLibrary(target, wheel) {
  const library = join(target, "deps", "lib");
  mkdirSync(library, { recursive: true });
  link(join(wheel, "include"), join(target, "deps", "include"));
  link(join(wheel, "..", "nvidia"), join(target, "deps", "nvidia"));
  for (const suffix of ["", ".2", ".2.9.1"]) {
    link(join(wheel, "libtensorflow_cc.so.2"), join(library, `libtensorflow.so${suffix}`));
    link(join(wheel, "libtensorflow_framework.so.2"), join(library, `libtensorflow_framework.so${suffix}`));
  }
  link(join(wheel, "libtensorflow_cc.so.2"), join(library, "libtensorflow_cc.so.2"));
}

function link(to, at) {
  if (!existsSync(to)) return;
  if (lstatSync(at, { throwIfNoEntry: false })) rmSync(at, { recursive: true });
  symlinkSync(to, at);
}

async function build(folder, target) {
  const tool = join(folder, "node_modules", ".bin", "node-pre-gyp");
  const { code, output } = await finished(tool, ["install", "--build-from-source"], { cwd: target, env: buildEnvironment() });
  if (code === 0) return;
  writeFileSync(join(folder, "build.log"), output);
  throw new Missing(`the build failed (${join(folder, "build.log")}): ${lastLine(output.match(/.*error.*/gi)?.join("\n") ?? output)}`);
}

/** node-gyp outside npm does not read .npmrc: hand it Node's own headers where they are, or it would download them. */
function buildEnvironment() {
  const prefix = dirname(dirname(realpathSync(process.execPath)));
  const headers = existsSync(join(prefix, "include", "node", "node_api.h"));
  return { ...process.env, npm_config_nodedir: process.env.npm_config_nodedir ?? (headers ? prefix : undefined) };
}

function verify(folder, name) {
  const { ok, output } = loads(folder, name);
  if (!ok) throw new Missing(`${name} was built but does not run: ${lastLine(output)}`);
}

/** Loads the binding in a process of its own, since a native crash must not end set-up, and multiplies a matrix by itself. */
function loads(folder, name) {
  const program = `
    const util = require("util"); util.isNullOrUndefined ??= (value) => value == null;
    const tf = require(${JSON.stringify(packageFolder(folder, name))});
    const a = tf.tensor2d([[1, 2], [3, 4]]);
    a.matMul(a).data().then((c) => process.exit(c.join() === "7,10,15,22" ? 0 : 1));`;
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" };
  const child = spawnSync(process.execPath, ["-e", program], { env, encoding: "utf8", timeout: 120_000 });
  return { ok: child.status === 0, output: child.stderr || `exit status ${child.status ?? child.signal}` };
}

function finished(command, args, options) {
  return new Promise((done) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const keep = (chunk) => (output += chunk);
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", (error) => done({ code: 1, output: error.message }));
    child.on("close", (code) => done({ code, output }));
  });
}

const lastLine = (text) => text.trim().split("\n").findLast((line) => /error/i.test(line))?.trim() ?? text.trim().split("\n").at(-1);

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--tensorflow");
  const { status } = await setupNative({ tensorflow: at > 0 ? process.argv[at + 1] : undefined, gpu: process.argv.includes("--gpu") || hasNvidia(), force: process.argv.includes("--force") });
  console.log(`native: ${status}`);
}
