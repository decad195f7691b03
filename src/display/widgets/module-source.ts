// A custom widget's front-end code, from TypeScript text, a file or functions, to one ES module of JavaScript.
import { existsSync } from "node:fs";
import { resolve } from "node:path";

type Esbuild = typeof import("esbuild");

/**
 * @param esm TypeScript or JavaScript text, or the path of such a file, whose imports are bundled.
 * @throws {Error} with the place of a syntax error, or for a file that is not there.
 */
export function moduleSource(esm: string): string {
  const isPath = /^[^\n;{}()]+\.(ts|tsx|js|jsx|mjs|mts)$/.test(esm.trim());
  return isPath ? bundled(resolve(esm.trim())) : transformed(esm);
}

/** Functions of a cell as a module: they see their arguments and the browser, and nothing of the cell. */
export function moduleOf(functions: Readonly<Record<string, ((...values: never[]) => unknown) | undefined>>): string {
  const given = Object.entries(functions).flatMap(([name, fn]) => (fn ? [`${JSON.stringify(name)}: ${functionText(fn, name)}`] : []));
  return `${RUNTIME}\nexport default {\n${given.join(",\n")}\n};\n`;
}

/** What the kernel has added to a cell's code. */
const RUNTIME = "const __cellwright = { checked: (value) => value, import: (name) => import(name) };";

function functionText(fn: (...values: never[]) => unknown, name: string): string {
  const text = fn.toString();
  if (text.includes("[native code]")) throw new TypeError(`anywidget: ${name} is a bound or built-in function, whose text cannot be sent to the browser`);
  const isMethod = !/^(async\s*)?(function\b|\(|[\w$]+\s*=>)/.test(text);
  return isMethod ? `({ ${text} })[${JSON.stringify(fn.name)}]` : `(${text})`;
}

function bundled(path: string): string {
  if (!existsSync(path)) throw new Error(`anywidget: ${path} is not there`);
  const { outputFiles } = esbuild().buildSync({ entryPoints: [path], bundle: true, write: false, format: "esm", platform: "browser", target: "es2022", logLevel: "silent" });
  return outputFiles[0]?.text ?? "";
}

function transformed(source: string): string {
  return esbuild().transformSync(source, { loader: "tsx", format: "esm", target: "es2022", logLevel: "silent" }).code;
}

/** Loaded when the first custom widget is made. */
function esbuild(): Esbuild {
  return require("esbuild") as Esbuild;
}
