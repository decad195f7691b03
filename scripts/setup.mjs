// Sets everything up, each step once: npm packages, the build, the Python environment, native TensorFlow.js, kernelspecs.
// A step is skipped when its inputs are as they were; what a machine lacks is said and does not stop the rest.
import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeKernelspec } from "./kernelspec.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");
export const state = join(root, ".cellwright");
const bin = process.platform === "win32" ? "Scripts" : "bin";
export const python = join(state, "python", bin, process.platform === "win32" ? "python.exe" : "python");
const share = join(state, "share", "jupyter");
const SUPPORTED = "Node 20.19+, 22.12+ or 24+";

/** The environment in which kernels, lessons and Jupyter find the project's own parts. */
export function projectEnvironment() {
  const jupyterPath = [share, process.env.JUPYTER_PATH].filter(Boolean).join(delimiter);
  return { ...process.env, JUPYTER_PATH: jupyterPath };
}

/**
 * @param {{ tests?: boolean }} wanted tests: also what only the tests need.
 * @returns {Promise<string[]>} what is missing, and why it matters.
 */
export async function setup({ tests = false } = {}) {
  requireNode();
  const missing = [];
  const began = Date.now();
  const log = (text) => console.log(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${text}`);
  const attempt = async (name, why, work) => {
    try {
      await work();
    } catch (error) {
      missing.push(`${name}: ${error.message.trim().split("\n").at(-1)} – ${why}`);
      log(`${name}: left out (${error.message.trim().split("\n").at(-1)})`);
    }
  };
  await npmPackages(log);
  const pythonReady = attempt("Python environment", "without it there is no JupyterLab, no nbconvert and no native TensorFlow", () => pythonPackages(tests, log));
  const { build } = await import("./build.mjs");
  log(`build: ${await build((text) => log(text.trim()))}`);
  writeOwnKernelspec();
  const { setupNbconvert } = await import("./setup-nbconvert.mjs");
  await attempt("nbconvert template", "nbconvert's pages then load scripts from the network", async () => setupNbconvert());
  if (tests) {
    const { setupTslab } = await import("./setup-tslab.mjs");
    const { setupDeno } = await import("./setup-deno.mjs");
    await attempt("Deno", "the runner is then not tried on its kernel", async () => setupDeno((text) => log(text.trim())));
    await attempt("tslab", "the lessons are then not tried under tslab", async () => setupTslab((text) => log(text.trim())));
  }
  await pythonReady;
  await nativeBinding(tests, missing, log);
  if (tests) {
    const { setupWebgpu } = await import("./setup-webgpu.mjs");
    await attempt("WebGPU", "the WebGPU device is then not tried", async () => setupWebgpu((text) => log(text.trim())));
  }
  log("set-up done");
  return missing;
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  if (fits) return;
  console.error(`Cellwright needs ${SUPPORTED}; this is Node ${process.versions.node}.`);
  process.exit(3);
}

async function npmPackages(log) {
  // not `npm ci`: it refuses a lock file that was made where some platforms' optional binaries could not be had
  await once("npm", fileHash("package-lock.json"), existsSync(join(root, "node_modules")), async () => {
    log("npm packages …");
    await command("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
    log("npm packages: ready");
  });
}

async function pythonPackages(tests, log) {
  const lists = ["requirements.txt", ...(tests ? ["requirements-test.txt"] : [])].map((name) => join("kernel-config", name));
  await once("python", "venv", existsSync(python), async () => {
    log("Python environment …");
    await command(process.env.PYTHON ?? "python3", ["-m", "venv", join(state, "python")]);
  });
  for (const list of lists) {
    await once(list.replace(/\W/g, "-"), fileHash(list), existsSync(python), async () => {
      log(`Python packages of ${list} …`);
      await command(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", join(root, list)]);
      log(`Python packages of ${list}: ready`);
    });
  }
  await once("tensorflow", tensorflowPackage(), existsSync(python), async () => {
    log(`${tensorflowPackage()} (about 250 MB; its C library drives the training loops) …`);
    await command(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", tensorflowPackage()]);
    log("TensorFlow: ready");
  });
}

/** The smallest wheel that holds the C library: CUDA only where a driver is. */
function tensorflowPackage() {
  if (existsSync("/proc/driver/nvidia/version")) return "tensorflow[and-cuda]==2.21.0";
  return process.platform === "linux" && process.arch === "x64" ? "tensorflow-cpu==2.21.0" : "tensorflow==2.21.0";
}

/** The tests try the GPU's package without a GPU too: it has to load, and to say that it sees none. */
async function nativeBinding(tests, missing, log) {
  const { setupNative } = await import("./setup-native.mjs");
  const { status, reason } = await setupNative({ ...(tests && { gpu: true }), log: (text) => log(String(text).trim()) });
  if (status !== "ready") missing.push(`native TensorFlow.js: ${reason} – training runs on WebAssembly, several times slower`);
}

function writeOwnKernelspec() {
  const template = JSON.parse(readFileSync(join(root, "kernel-config", "kernelspec", "kernel.json"), "utf8"));
  const argv = template.argv.map((part) => part.replace("{node}", process.execPath).replace("{kernel}", join(root, "dist", "kernel", "main.js")));
  const folder = writeKernelspec("cellwright", { ...template, argv });
  for (const logo of ["logo-32x32.png", "logo-64x64.png", "logo-svg.svg"]) cpSync(join(root, "kernel-config", "kernelspec", logo), join(folder, logo));
}

/** Runs `work` unless it was done with the same key and its result is still there. */
async function once(name, key, isThere, work) {
  const stamp = join(state, "stamps", name);
  if (isThere && existsSync(stamp) && readFileSync(stamp, "utf8") === key) return;
  rmSync(stamp, { force: true });
  await work();
  mkdirSync(join(state, "stamps"), { recursive: true });
  writeFileSync(stamp, key);
}

function fileHash(path) {
  return createHash("sha256").update(readFileSync(join(root, path))).digest("hex");
}

/** Its output is shown only when it fails. */
function command(program, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", () => reject(new Error(`${program} cannot be started: is it installed?`)));
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`${output}\n${program} ${args.slice(0, 3).join(" ")} … failed with code ${code}`))));
  });
}

/** Runs a program in the foreground. @returns {Promise<number>} its exit code. */
export function foreground(program, args, env = projectEnvironment()) {
  const child = spawn(program, args, { cwd: root, stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1))));
}

export function sayMissing(missing) {
  if (missing.length > 0) console.log(`\nMissing here:\n${missing.map((line) => `  - ${line}`).join("\n")}`);
}
