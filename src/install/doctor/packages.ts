// What Cellwright loads: native add-ons it needs, device packages it can use, Jupyter's programs.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { attempt, type Check, type Finding, type Patient } from "./check";

const run = promisify(execFile);
const REINSTALL = "install the package again without --omit=optional, on this platform: npm install -g cellwright";

/** Loaded in a process of their own: a broken add-on may crash the one it is loaded in. */
const NEEDED: Record<string, string> = {
  zeromq: "console.log('version ' + require('zeromq').version)",
  "oxc-parser": "console.log(require('oxc-parser').parseSync('a.ts', 'let a: number').errors.length === 0 ? 'parses' : process.exit(1))",
  "oxc-transform": "const it = require('oxc-transform'); console.log((it.transformSync ?? it.transform)('a.ts', 'let a: number = 1') ? 'transforms' : process.exit(1))",
  esbuild: "console.log(require('esbuild').transformSync('let a: number = 1', { loader: 'ts' }).code ? 'transforms' : process.exit(1))",
};

const DEVICES: Record<string, string> = {
  "@tensorflow/tfjs-node": "training then runs on WebAssembly, several times slower; `npm start` in a checkout of Cellwright builds it",
  webgpu: "for training on a graphics card; add it to the notebook's project: npm install webgpu @tensorflow/tfjs-backend-webgpu",
};

export const neededPackages: Check = ({ packageFolder }) =>
  Promise.all(Object.entries(NEEDED).map(([name, code]) => attempt(name, true, REINSTALL, () => evaluate(packageFolder, code))));

async function evaluate(folder: string, code: string): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, ["-e", code], { cwd: folder, timeout: 30_000, windowsHide: true });
    return stdout.trim();
  } catch (error) {
    const stderr = error instanceof Error && "stderr" in error ? String(error.stderr) : "";
    throw new Error(/^\w*Error:? .*$/m.exec(stderr)?.[0] ?? "it does not load");
  }
}

export const devices: Check = ({ packageFolder }) => {
  const places = [process.env["CELLWRIGHT_NATIVE"] ?? join(packageFolder, ".cellwright", "native"), process.cwd(), packageFolder];
  return Promise.all(Object.entries(DEVICES).map(([name, mend]) => attempt(name, false, mend, () => found(places, name))));
};

function found(places: readonly string[], name: string): string {
  const paths = places.map((place) => join(place, "node_modules"));
  const folder = paths.map((path) => join(path, ...name.split("/"))).find((path) => existsSync(join(path, "package.json")));
  if (folder) return folder;
  throw new Error("not installed (optional)");
}

export const jupyter: Check = (patient) =>
  Promise.all([program(patient, "JupyterLab", "lab", "jupyterlab"), program(patient, "nbconvert", "nbconvert", "nbconvert")]);

function program({ machine: { env } }: Patient, what: string, subcommand: string, pip: string): Promise<Finding> {
  return attempt(what, false, `pip install ${pip}`, async () => {
    const { stdout } = await run("jupyter", [subcommand, "--version"], { env, timeout: 30_000, windowsHide: true }).catch(() => Promise.reject(new Error("not found on PATH (optional)")));
    return stdout.trim();
  });
}
