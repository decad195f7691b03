// Every lesson executes: by our runner natively and on wasm, by nbconvert with the same results, and under tslab; there in full by `npm run test:full`.
// What is not set up on this machine is skipped, and the test's name says what is missing.
import { execFile, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import { chromium, type Browser } from "playwright-core";
import * as v from "valibot";
import { pooled } from "../../src/runner/pool";
import { lessonNames, notebooks } from "./notebook";
import { faultsOf, headingFonts, type View } from "./page";

const root = join(__dirname, "../..");
const own = (...path: string[]): string => join(root, ".cellwright", ...path);
const python = process.platform === "win32" ? own("python", "Scripts", "python.exe") : own("python", "bin", "python");
const cli = join(root, "dist", "cli.js");
const jupyter = own("share", "jupyter");
const HANG = 300_000; // five budgets of 60 s
const browserPath = [process.env.CELLWRIGHT_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));

type Need = "runner" | "native" | "python" | "tslab" | "chromium" | "chineseFont";
const needs: Record<Need, { there: boolean; missing: string }> = {
  runner: { there: existsSync(cli) && existsSync(join(jupyter, "kernels", "cellwright")), missing: "the build or the kernelspec" },
  native: { there: existsSync(own("native", "node_modules", "@tensorflow", "tfjs-node")), missing: "native TensorFlow.js" },
  python: { there: existsSync(python), missing: "the project's Python" },
  tslab: { there: existsSync(join(jupyter, "kernels", "tslab")), missing: "tslab" },
  chromium: { there: browserPath !== undefined, missing: "Chromium" },
  chineseFont: { there: spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" }).stdout?.trim() ? true : false, missing: "a Chinese font" },
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
    outputs: v.optional(v.array(v.looseObject({ output_type: v.string(), name: v.optional(v.string()), text: v.optional(v.union([v.string(), v.array(v.string())])), evalue: v.optional(v.string()) })), []),
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

/** What a reader would take for a fault: TensorFlow's start-up lines, warnings. */
const complaints = (notebook: Executed): unknown[] => notebook.cells.flatMap((cell) => cell.outputs.filter(({ name }) => name === "stderr").map(({ text }) => text));

/** What it prints. */
async function start(command: string, words: string[], settings: Record<string, string>, hang: number): Promise<string> {
  const env = { ...process.env, JUPYTER_PATH: jupyter, CELLWRIGHT_LANG: "", ...settings };
  const { stdout } = await promisify(execFile)(command, words, { cwd: root, env, timeout: hang, maxBuffer: 64e6 }).catch((error: Error & { stdout?: string; stderr?: string }) => {
    throw new Error([error.message, error.stdout, error.stderr].join("\n"));
  });
  return stdout;
}

/** Five budgets a lesson, were they to run one after the other. */
const COLLECTION_HANG = HANG * lessonNames().length;

const expectChecked = (notebook: Executed): void => {
  expect(errors(notebook)).to.deep.equal([]);
  expect(checkLines(notebook).length).to.be.at.least(10);
};

describe("the whole collection, both languages, in full on native TensorFlow", () => {
  let out: string;
  let browser: Browser | undefined;
  let faults = new Map<string, string[]>();
  const wanted: Need[] = ["runner", "native"];
  const VIEWS: View[] = [{ width: 1280, scheme: "light" }, { width: 390, scheme: "light" }, { width: 390, scheme: "dark" }, { width: 1280, scheme: "dark" }];

  before(async function () {
    this.timeout(COLLECTION_HANG);
    out = mkdtempSync(join(tmpdir(), "cellwright-collection-"));
    if (wanted.some((need) => !needs[need].there)) return;
    const settings = { CELLWRIGHT_SCALE: "", CELLWRIGHT_DEVICE: "node" };
    console.log(await start(process.execPath, [cli, "run", "notebooks/en", "notebooks/zh", "--out", out, "--html", "--quiet"], settings, COLLECTION_HANG).catch(String));
    if (!browserPath) return;
    browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
    faults = new Map(await pooled(pages, { size: 2, group: () => undefined, work: look })); // a page keeps one processor busy
  });
  after(async () => {
    await browser?.close();
    rmSync(out, { recursive: true });
  });

  for (const name of lessonNames()) {
    given(wanted, `${name} passes in English, with its checks and without a complaint`, HANG, async () => {
      const executed = executedIn(join(out, "en"), name);
      expectChecked(executed);
      expect(complaints(executed)).to.deep.equal([]);
    });

    given(wanted, `${name} passes in Chinese, and speaks Chinese`, HANG, async () => {
      const executed = executedIn(join(out, "zh"), name);
      expectChecked(executed);
      expect(complaints(executed)).to.deep.equal([]);
      expect(checkLines(executed).filter((line) => /\p{Script=Han}/u.test(line)).length).to.be.above(checkLines(executed).length / 2);
    });
  }

  const url = (page: string): string => pathToFileURL(join(out, "site", page)).href;
  const pages = ["index.html", ...lessonNames().flatMap((name) => [`en/${name}.html`, `zh/${name}.html`])];
  const look = async (page: string): Promise<[string, string[]]> => [page, await faultsOf(browserOf(browser), url(page), VIEWS).catch((error: unknown) => [String(error)])];
  for (const page of pages) {
    given([...wanted, "chromium"], `its page ${page} is whole at phone and desktop width, light and dark`, HANG, async () => {
      expect(faults.get(page)).to.deep.equal([]);
    });
  }

  given([...wanted, "chromium", "chineseFont"], "its Chinese is set in a Chinese font", HANG, async () => {
    for (const name of lessonNames()) expect((await headingFonts(browserOf(browser), url(`zh/${name}.html`))).join(), name).to.match(/CJK|Han|Hei|Song|WenQuanYi|PingFang|YaHei/);
  });
});

function browserOf(browser: Browser | undefined): Browser {
  if (browser) return browser;
  throw new Error("Chromium did not start");
}

/** Runs English lessons one by one, each in a folder that is gone after it. */
class LessonRuns {
  private out = "";

  constructor(private readonly hang: number) {
    beforeEach(() => void (this.out = mkdtempSync(join(tmpdir(), "cellwright-executed-"))));
    afterEach(() => rmSync(this.out, { recursive: true }));
  }

  async byRunner(name: string, settings: Record<string, string>): Promise<Executed> {
    const folder = join(this.out, "runner");
    await start(process.execPath, [cli, "run", source(name), "--out", folder, "--quiet"], settings, this.hang);
    return executedIn(folder, name);
  }

  async byNbconvert(name: string, kernel: string, settings: Record<string, string>): Promise<Executed> {
    const folder = join(this.out, kernel);
    const words = ["-m", "nbconvert", "--to", "notebook", "--execute", `--ExecutePreprocessor.kernel_name=${kernel}`, `--ExecutePreprocessor.timeout=${this.hang / 1000}`, "--output-dir", folder];
    await start(python, [...words, source(name)], settings, this.hang);
    return executedIn(folder, name);
  }
}

const source = (name: string): string => join(notebooks, "en", `${name}.ipynb`);

describe("lessons at smoke scale", () => {
  const runs = new LessonRuns(HANG);
  const smoke = { CELLWRIGHT_SCALE: "smoke", CELLWRIGHT_DEVICE: "wasm" };

  for (const name of lessonNames()) {
    given(["runner", "python"], `${name} on wasm under nbconvert prints the check lines that our runner prints`, 2 * HANG, async () => {
      const [ours, theirs] = [await runs.byRunner(name, smoke), await runs.byNbconvert(name, "cellwright", smoke)];
      expectChecked(theirs);
      expect(checkLines(theirs)).to.deep.equal(checkLines(ours));
    });

    given(["runner", "python", "tslab"], `${name} on wasm under tslab`, HANG, async () => expectChecked(await runs.byNbconvert(name, "tslab", smoke)));
  }
});

/** By `npm run test:full`: some forty minutes. */
if (process.env.CELLWRIGHT_FULL === "1") {
  describe("lessons in full", () => {
    const hang = 4 * HANG;
    const runs = new LessonRuns(hang);
    const on = (device: string): Record<string, string> => ({ CELLWRIGHT_SCALE: "", CELLWRIGHT_DEVICE: device });

    for (const name of lessonNames()) {
      given(["runner"], `${name} on wasm`, hang, async () => expectChecked(await runs.byRunner(name, on("wasm"))));
      given(["runner", "native", "python"], `${name} under nbconvert`, hang, async () => expectChecked(await runs.byNbconvert(name, "cellwright", on("node"))));
      given(["runner", "native", "python", "tslab"], `${name} under tslab`, hang, async () => expectChecked(await runs.byNbconvert(name, "tslab", on("node"))));
    }
  });
}
