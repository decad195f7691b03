// Runs cells of a lesson as one program, for the scripts that record what they get. Needs a build (dist/).
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

export const ROOT = new URL("../../", import.meta.url);
const RESULT = "lesson-run:";

/** The English lesson's code cells. */
export const codeCells = (lesson) => JSON.parse(readFileSync(new URL(`notebooks/en/${lesson}.ipynb`, ROOT), "utf8")).cells.filter((cell) => cell.cell_type === "code");

/** The cells as a program that prints an expression's value; values that cells show are dropped. */
export function program(cells, expression) {
  const source = cells.map((cell) => [cell.source].flat().join("")).join("\n;\n");
  const imports = source.match(/^import .*$/gm) ?? [];
  return `${imports.join("\n")}\nvoid (async () => {\n${source.replace(/^import .*$/gm, "")}\n;console.log("${RESULT}" + JSON.stringify(${expression}));\n})();\n`;
}

/** @returns what the program prints. @throws with all that it has said if it fails. */
export function resultOf(text, env = {}) {
  const script = new URL(".cellwright-lesson.ts", ROOT); // in the root: `cellwright` resolves to the package itself
  writeFileSync(script, text);
  try {
    const { stdout, status } = spawnSync("npx", ["tsx", script.pathname], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: 64e6 });
    const line = stdout.split("\n").find((each) => each.startsWith(RESULT));
    if (status !== 0 || !line) throw new Error(`The lesson's cells failed:\n${stdout}`);
    return JSON.parse(line.slice(RESULT.length));
  } finally {
    rmSync(script);
  }
}
