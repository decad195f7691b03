// Fetches what the WebGPU device needs into .cellwright/native: Dawn for Node (the npm package webgpu) and TensorFlow.js's backend for it.
// Run again at any time: what is there stays. Usage: node scripts/setup-webgpu.mjs
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PACKAGES = { webgpu: "0.6.2", "@tensorflow/tfjs-backend-webgpu": "4.22.0" };

/** @throws where npm cannot fetch them. */
export async function setupWebgpu(log = console.log) {
  const folder = resolve(process.env.CELLWRIGHT_NATIVE ?? join(ROOT, ".cellwright", "native"));
  const wanted = Object.entries(PACKAGES).filter(([name, version]) => versionOf(folder, name) !== version);
  if (wanted.length === 0) return;
  log("WebGPU for Node (about 50 MB) …");
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, "package.json"))) writeFileSync(join(folder, "package.json"), '{ "private": true, "description": "Native TensorFlow.js, made by scripts/setup-native.mjs" }\n');
  const names = wanted.map(([name, version]) => `${name}@${version}`);
  await npm(["install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...names], folder);
  dropOtherPlatforms(join(folder, "node_modules", "webgpu", "dist"));
  log("WebGPU for Node: ready");
}

function versionOf(folder, name) {
  const manifest = join(folder, "node_modules", name, "package.json");
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, "utf8")).version : undefined;
}

/** The package carries Dawn for five platforms, 130 MB; one is used. */
function dropOtherPlatforms(dist) {
  const mine = `${process.platform}-${process.platform === "darwin" ? "universal" : process.arch}`;
  for (const name of readdirSync(dist)) if (name !== mine && /^(darwin|linux|win32)-/.test(name)) rmSync(join(dist, name), { recursive: true });
}

function npm(args, cwd) {
  return new Promise((done, fail) => {
    const child = spawn("npm", args, { cwd, stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", () => fail(new Error("npm cannot be started: is it installed?")));
    child.once("close", (code) => (code === 0 ? done() : fail(new Error(`npm could not fetch webgpu: ${output.trim().split("\n").at(-1)}`))));
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await setupWebgpu().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
