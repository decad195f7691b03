// JupyterLab with the kernel, opened in Chromium on one notebook.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Context } from "mocha";
import { chromium, type Page } from "playwright-core";

const root = resolve(__dirname, "..", "..");
const python = process.env["CELLWRIGHT_PYTHON"] ?? join(root, ".cellwright", "python", "bin", "python");
const browserPath = process.env["CELLWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium";
export const START_MS = 60_000;
const QUIET_MS = 1000;

export interface Lab {
  page: Page;
  /** The notebook as it is on disk. */
  saved(): { metadata: Record<string, unknown>; cells: { outputs: Record<string, unknown>[] }[] };
  /** Resolves once front end and kernel have had nothing to tell each other for a second: JupyterLab's debugger loses clicks that come earlier. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** Skips a suite, each test by the name of what this machine lacks. @param modules Python modules that JupyterLab's extensions come with. */
export function skipIfLacking(hook: Context, ...modules: string[]): void {
  const missing = lacking(...modules);
  if (!missing) return;
  hook.test?.parent?.eachTest((test) => void (test.title += ` (skipped: no ${missing} here)`));
  hook.skip();
}

function lacking(...modules: string[]): string | undefined {
  if (!existsSync(browserPath)) return "Chromium";
  const missing = ["jupyterlab", ...modules].find((name) => spawnSync(python, ["-c", `import ${name}`]).status !== 0);
  if (missing) return `Python's ${missing}`;
  return existsSync(join(root, ".cellwright", "share", "jupyter", "kernels", "cellwright", "kernel.json")) ? undefined : "kernelspec (run set-up)";
}

/** Starts JupyterLab and opens a notebook of the given cells. */
export async function openLab(sources: readonly string[]): Promise<Lab> {
  const folder = mkdtempSync(join(tmpdir(), "cellwright-lab-"));
  writeFileSync(join(folder, "probe.ipynb"), JSON.stringify(notebook(sources)));
  const { address, stop } = await startServer(folder);
  const browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  const page = await browser.newPage();
  const quiet = quietOn(page);
  await page.goto(`${address}/tree/probe.ipynb?token=probe`);
  await page.locator(".jp-Notebook .jp-CodeCell").first().click({ timeout: START_MS });
  await page.getByText("TypeScript (Cellwright) | Idle").waitFor({ timeout: START_MS }); // keys that come before are lost
  const close = async (): Promise<void> => {
    await browser.close();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, close, quiet, saved: () => JSON.parse(readFileSync(join(folder, "probe.ipynb"), "utf8")) };
}

function quietOn(page: Page): () => Promise<void> {
  let last = Date.now();
  const heard = (): void => void (last = Date.now());
  page.on("websocket", (socket) => socket.on("framesent", heard).on("framereceived", heard));
  return async () => {
    heard();
    while (Date.now() - last < QUIET_MS) await page.waitForTimeout(QUIET_MS / 10);
  };
}

function startServer(folder: string): Promise<{ address: string; stop(): Promise<void> }> {
  const options = ["--no-browser", "--allow-root", "--ServerApp.port=0", "--IdentityProvider.token=probe", `--ServerApp.root_dir=${folder}`];
  const share = [join(root, ".cellwright", "share", "jupyter"), process.env["JUPYTER_PATH"]].filter(Boolean).join(delimiter);
  const env = { ...process.env, JUPYTER_PATH: share, JUPYTER_CONFIG_DIR: folder, JUPYTER_RUNTIME_DIR: folder, CELLWRIGHT_HISTORY: "" };
  const server = spawn(python, ["-m", "jupyter", "lab", ...options], { env, stdio: ["ignore", "ignore", "pipe"] });
  const ended = new Promise<void>((done) => server.once("exit", () => done()));
  const stop = async (): Promise<void> => {
    server.kill("SIGTERM");
    await ended;
  };
  return new Promise((found, failed) => {
    let log = "";
    server.stderr.on("data", (text: Buffer) => {
      log += text.toString();
      const address = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/lab/.exec(log)?.[0];
      if (address) found({ address, stop });
    });
    server.once("exit", (code) => failed(new Error(`JupyterLab ended with code ${code}: ${log.slice(-500)}`)));
  });
}

function notebook(sources: readonly string[]): object {
  const cells = sources.map((source, index) => ({ cell_type: "code", id: `cell-${index}`, metadata: {}, source, outputs: [], execution_count: null }));
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "cellwright", display_name: "TypeScript (Cellwright)", language: "typescript" } }, cells };
}
