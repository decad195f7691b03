// Every lesson executes: by our runner natively and on wasm, by nbconvert with the same results, and under tslab.
// What is not set up on this machine is skipped, and the test's name says what is missing.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import * as v from "valibot";
import { type Language, lessonNames, notebooks } from "./notebook";

const root = join(__dirname, "../..");
const own = (...path: string[]): string => join(root, ".cellwright", ...path);
const python = process.platform === "win32" ? own("python", "Scripts", "python.exe") : own("python", "bin", "python");
const cli = join(root, "dist", "cli.js");
const jupyter = own("share", "jupyter");
const HANG = 300_000; // five budgets of 60 s
const WASM_HANG = 5 * HANG;

type Need = "runner" | "native" | "python" | "tslab";
const needs: Record<Need, { there: boolean; missing: string }> = {
  runner: { there: existsSync(cli) && existsSync(join(jupyter, "kernels", "cellwright")), missing: "the build or the kernelspec" },
  native: { there: existsSync(own("native", "node_modules", "@tensorflow", "tfjs-node")), missing: "native TensorFlow.js" },
  python: { there: existsSync(python), missing: "the project's Python" },
  tslab: { there: existsSync(join(jupyter, "kernels", "tslab")), missing: "tslab" },
};

/** A test that is skipped, with the reason in its name, where something it needs is missing. */
function given(wanted: Need[], name: string, hang: number, run: () => Promise<void>): void {
  const missing = wanted.map((need) => needs[need]).filter(({ there }) => !there).map((need) => need.missing);
  if (missing.length > 0) it.skip(`${name} (missing: ${missing.join(", ")})`);
  else it(name, run).timeout(hang);
}

const Executed = v.object({
  cells: v.array(v.object({
    id: v.string(),
    outputs: v.optional(v.array(v.looseObject({ output_type: v.string(), text: v.optional(v.union([v.string(), v.array(v.string())])), evalue: v.optional(v.string()) })), []),
  })),
});
type Executed = v.InferOutput<typeof Executed>;

const findNotebook = (folder: string, name: string): string => {
  const found = readdirSync(folder, { recursive: true, encoding: "utf8" }).find((path) => path.endsWith(`${name}.ipynb`));
  if (!found) throw new Error(`no ${name}.ipynb was written under ${folder}`);
  return join(folder, found);
};
const executedIn = (folder: string, name: string): Executed => v.parse(Executed, JSON.parse(readFileSync(findNotebook(folder, name), "utf8")));

const texts = (notebook: Executed): string[] => notebook.cells.flatMap((cell) => cell.outputs.flatMap(({ text = "" }) => (typeof text === "string" ? text : text.join("")).split("\n")));
const checkLines = (notebook: Executed): string[] => texts(notebook).filter((line) => line.startsWith("✓ "));
const errors = (notebook: Executed): string[] => notebook.cells.flatMap((cell) => cell.outputs.filter(({ output_type }) => output_type === "error").map(({ evalue }) => `${cell.id}: ${evalue}`));

async function start(command: string, words: string[], settings: Record<string, string>, hang: number): Promise<void> {
  const env = { ...process.env, JUPYTER_PATH: jupyter, CELLWRIGHT_LANG: "", ...settings };
  await promisify(execFile)(command, words, { cwd: root, env, timeout: hang, maxBuffer: 64e6 }).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error([error.message, error.stdout, error.stderr].join("\n"));
  });
}

describe("executed lessons", () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), "cellwright-executed-"));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  const source = (language: Language, name: string): string => join(notebooks, language, `${name}.ipynb`);
  const byRunner = async (language: Language, name: string, settings: Record<string, string>, hang: number): Promise<Executed> => {
    const folder = join(out, "runner");
    await start(process.execPath, [cli, "run", source(language, name), "--out", folder, "--quiet"], settings, hang);
    return executedIn(folder, name);
  };
  const byNbconvert = async (language: Language, name: string, settings: Record<string, string>, kernel: string): Promise<Executed> => {
    const folder = join(out, kernel);
    const words = ["-m", "nbconvert", "--to", "notebook", "--execute", `--ExecutePreprocessor.kernel_name=${kernel}`, "--ExecutePreprocessor.timeout=240", "--output-dir", folder];
    await start(python, [...words, source(language, name)], settings, HANG);
    return executedIn(folder, name);
  };
  const expectChecked = (notebook: Executed): void => {
    expect(errors(notebook)).to.deep.equal([]);
    expect(checkLines(notebook).length).to.be.at.least(10);
  };

  for (const name of lessonNames()) {
    const smoke = { CELLWRIGHT_SCALE: "smoke", CELLWRIGHT_DEVICE: "wasm" };

    given(["runner", "native"], `${name} in English, in full, on native TensorFlow`, HANG, async () => {
      expectChecked(await byRunner("en", name, { CELLWRIGHT_SCALE: "", CELLWRIGHT_DEVICE: "node" }, HANG));
    });

    given(["runner"], `${name} in Chinese, smoke scale, on wasm, speaks Chinese`, WASM_HANG, async () => {
      const executed = await byRunner("zh", name, smoke, WASM_HANG);
      expectChecked(executed);
      expect(checkLines(executed).filter((line) => /\p{Script=Han}/u.test(line)).length).to.be.above(checkLines(executed).length / 2);
    });

    given(["runner", "python"], `${name} under nbconvert prints the check lines that our runner prints`, 2 * HANG, async () => {
      const [ours, theirs] = [await byRunner("en", name, smoke, HANG), await byNbconvert("en", name, smoke, "cellwright")];
      expectChecked(theirs);
      expect(checkLines(theirs)).to.deep.equal(checkLines(ours));
    });

    given(["runner", "python", "tslab"], `${name} under tslab, smoke scale`, HANG, async () => {
      expectChecked(await byNbconvert("en", name, smoke, "tslab"));
    });
  }
});
