// What the runner's tests share: notebooks made on the spot, real kernels where there are any, the command as a child process.
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readNotebook, type CodeCell, type Output } from "../../src/runner";

export const root = join(__dirname, "..", "..");
const ownPython = join(root, ".cellwright", "python", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

/** The Python that the tests use, there or not. */
export const testPython = process.env["CELLWRIGHT_PYTHON"] ?? ownPython;

/** A Python that can import the module, or undefined. */
export function pythonWith(module: string): string | undefined {
  try {
    execFileSync(testPython, ["-c", `import ${module}`], { stdio: "ignore" });
    return testPython;
  } catch {
    return undefined;
  }
}

/** A folder of its own for each test file. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "runner-test-"));

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Cells are sources of code, or whole cells. */
  notebook(name: string, kernel: string, cells: readonly (string | object)[], more: object = {}): string {
    const path = this.path(name);
    mkdirSync(join(path, ".."), { recursive: true });
    const whole = cells.map((cell, i) => (typeof cell === "string" ? code(cell, `c${i + 1}`) : cell));
    writeFileSync(path, JSON.stringify({ cells: whole, metadata: { kernelspec: { name: kernel, display_name: kernel } }, nbformat: 4, nbformat_minor: 5, ...more }));
    return path;
  }

  /** Writes kernelspecs to find by JUPYTER_PATH. */
  kernelspec(name: string, spec: object): void {
    mkdirSync(this.path("share", "kernels", name), { recursive: true });
    writeFileSync(this.path("share", "kernels", name, "kernel.json"), JSON.stringify(spec));
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, JUPYTER_PATH: this.path("share"), JUPYTER_DATA_DIR: this.path("none"), FORCE_COLOR: "0" };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export const code = (source: string, id: string, metadata: object = {}): object => ({ cell_type: "code", id, metadata, source, outputs: [], execution_count: null });
export const markdown = (source: string, id: string): object => ({ cell_type: "markdown", id, metadata: {}, source });

/** The two kernels that the runner is tried on, each in its own language. */
export interface Language {
  name: string;
  spec: object | undefined;
  print(text: string): string;
  fail: string;
  forever: string;
  /** Ends the kernel's whole process, as a crash does. */
  die: string;
  lines(count: number): string;
}

export const python: Language = {
  name: "ipykernel",
  spec: pythonWith("ipykernel") === undefined ? undefined : { argv: [pythonWith("ipykernel"), "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name: "Python", language: "python" },
  print: (text) => `print(${JSON.stringify(text)})`,
  fail: "x = 1\nraise ValueError('broken 中文')",
  forever: "import time\nprint('before', flush=True)\nwhile True: time.sleep(0.05)",
  die: "import os; os._exit(3)",
  lines: (count) => `for i in range(${count}): print(i)`,
};

const ourKernel = join(root, "dist", "kernel", "main.js");
export const typescript: Language = {
  name: "cellwright",
  spec: existsSync(ourKernel) ? { argv: [process.execPath, ourKernel, "{connection_file}"], display_name: "TypeScript", language: "typescript", interrupt_mode: "message", metadata: { transports: ["ipc", "tcp"] } } : undefined,
  print: (text) => `console.log(${JSON.stringify(text)})`,
  fail: "const x = 1;\nthrow new Error('broken 中文');",
  forever: "console.log('before');\nwhile (true) {}",
  die: "process.kill(process.ppid, 'SIGKILL');",
  lines: (count) => `for (let i = 0; i < ${count}; i++) console.log(i);`,
};

/** The kernelspec that set-up has written, if it has. */
export function installedKernelspec(name: string): object | undefined {
  const file = join(root, ".cellwright", "share", "jupyter", "kernels", name, "kernel.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as object) : undefined;
}

export const outputsOf = (path: string): Output[][] => codeCells(path).map(({ outputs }) => outputs);
export const codeCells = (path: string): CodeCell[] => readNotebook(path).cells.filter((cell) => cell.cell_type === "code");
export const textOf = (outputs: readonly Output[] | undefined): string => (outputs ?? []).map((output) => (output.output_type === "stream" ? output.text : "")).join("");

export interface Finished { code: number | null; stdout: string; stderr: string }

export function startCli(args: readonly string[], env: NodeJS.ProcessEnv, cwd = root): { child: ChildProcess; finished: Promise<Finished> } {
  const child = spawn(process.execPath, ["--import", join(root, "node_modules", "tsx", "dist", "loader.mjs"), join(root, "src", "cli.ts"), ...args], { cwd, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  return { child, finished: new Promise((resolve) => child.once("close", (exit) => resolve({ code: exit, stdout, stderr }))) };
}

export const runCli = (args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): Promise<Finished> => startCli(args, env, cwd).finished;
export const contentOf = (path: string): string => readFileSync(path, "utf8");

/** Resolves once the condition holds. @throws after 20 s. */
export async function until(condition: () => boolean, deadline = Date.now() + 20_000): Promise<void> {
  while (!condition()) {
    if (Date.now() > deadline) throw new Error("nothing happened within 20 s");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
