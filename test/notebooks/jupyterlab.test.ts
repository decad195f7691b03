// The kernel in real JupyterLab, in real Chromium: a person opens a notebook, runs its cells, and sees what they show.
import { expect } from "chai";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";

const root = resolve(__dirname, "..", "..");
const python = process.env["CELLWRIGHT_PYTHON"] ?? join(root, ".cellwright", "python", "bin", "python");
const browserPath = process.env["CELLWRIGHT_CHROMIUM"] ?? "/usr/bin/chromium";
const START_MS = 60_000;

const sources = [
  'const greeting: string = "from TypeScript";\nconsole.log(greeting.toUpperCase());\n6 * 7',
  'import { plot } from "cellwright";\nplot([{ x: [1, 2, 3], y: [1, 4, 9], type: "scatter" }], { title: "Squares", x: "n", y: "n²", alt: "a parabola" })',
  "const rows: number[] = [];\n\nrows[0]!.toFixed()",
];

describe("the kernel in JupyterLab", function () {
  this.timeout(3 * START_MS);
  const folder = mkdtempSync(join(tmpdir(), "cellwright-lab-"));
  let server: ChildProcess | undefined;
  let browser: Browser | undefined;
  let page: Page;

  before(async function () {
    const lacking = whatIsLacking();
    if (lacking) {
      this.test?.parent?.eachTest((test) => void (test.title += ` (skipped: no ${lacking} here)`));
      return this.skip();
    }
    writeFileSync(join(folder, "probe.ipynb"), JSON.stringify(notebook()));
    const address = await startLab();
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
    page = await browser.newPage();
    await page.goto(`${address}/tree/probe.ipynb?token=probe`);
    await page.locator(".jp-Notebook .jp-CodeCell").first().click({ timeout: START_MS });
    for (let run = 0; run < sources.length; run++) await page.keyboard.press("Shift+Enter");
    await page.getByText("Cell [3], line 3").first().waitFor({ timeout: START_MS });
  });

  after(async () => {
    await browser?.close();
    server?.kill("SIGTERM");
    await new Promise((done) => (server ? server.once("exit", done) : done(undefined)));
    rmSync(folder, { recursive: true, force: true });
  });

  it("shows output and results", async () => {
    const shown = await page.locator(".jp-CodeCell").first().locator(".jp-OutputArea").innerText();
    expect(shown).to.include("FROM TYPESCRIPT").and.to.include("42");
  });

  it("draws a figure live", async () => {
    await page.locator(".js-plotly-plot .main-svg").first().waitFor({ timeout: START_MS });
    expect(await page.locator(".js-plotly-plot").first().innerText()).to.include("Squares");
  });

  it("shows an error with its line and the source around", async () => {
    const shown = await page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea").innerText();
    expect(shown).to.include("TypeError").and.to.include("rows[0]!.toFixed()");
  });

  function startLab(): Promise<string> {
    const options = ["--no-browser", "--allow-root", "--ServerApp.port=0", "--IdentityProvider.token=probe", `--ServerApp.root_dir=${folder}`];
    const share = [join(root, ".cellwright", "share", "jupyter"), process.env["JUPYTER_PATH"]].filter(Boolean).join(":");
    const env = { ...process.env, JUPYTER_PATH: share, JUPYTER_CONFIG_DIR: folder, JUPYTER_RUNTIME_DIR: folder, CELLWRIGHT_HISTORY: "" };
    const lab = spawn(python, ["-m", "jupyter", "lab", ...options], { env, stdio: ["ignore", "ignore", "pipe"] });
    server = lab;
    return new Promise((found, failed) => {
      let log = "";
      lab.stderr.on("data", (text: Buffer) => {
        log += text.toString();
        const address = /http:\/\/(?:127\.0\.0\.1|localhost):\d+\/lab/.exec(log)?.[0];
        if (address) found(address);
      });
      lab.once("exit", (code) => failed(new Error(`JupyterLab ended with code ${code}: ${log.slice(-500)}`)));
    });
  }
});

function whatIsLacking(): string | undefined {
  if (!existsSync(browserPath)) return "Chromium";
  if (spawnSync(python, ["-c", "import jupyterlab"]).status !== 0) return "JupyterLab";
  return existsSync(join(root, ".cellwright", "share", "jupyter", "kernels", "cellwright", "kernel.json")) ? undefined : "kernelspec (run set-up)";
}

function notebook(): object {
  const cells = sources.map((source, index) => ({ cell_type: "code", id: `cell-${index}`, metadata: {}, source, outputs: [], execution_count: null }));
  return { nbformat: 4, nbformat_minor: 5, metadata: { kernelspec: { name: "cellwright", display_name: "TypeScript (Cellwright)", language: "typescript" } }, cells };
}
