// Kernelspecs of this checkout, found with JUPYTER_PATH; nothing outside the project is touched.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** @returns {string} the kernelspec's folder. */
export function writeKernelspec(name, spec) {
  const folder = fileURLToPath(new URL(`../.cellwright/share/jupyter/kernels/${name}`, import.meta.url));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  return folder;
}
