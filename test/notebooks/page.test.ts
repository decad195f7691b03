// The page check notices each fault that it looks for.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { chromium, type Browser } from "playwright-core";
import { faultsOf } from "./page";

const browserPath = [process.env.CELLWRIGHT_CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));
const long = "a-word-without-a-place-to-break-".repeat(20);
const figure = (text: string): string => `<figure class="plot live" data-alt="x" style="width:300px"><svg class="main-svg" width="300" height="50" style="overflow:visible"><text class="xtitle" x="10" y="20" fill="#333">${text}</text></svg></figure>`;

const faults: [what: string, says: RegExp, body: string][] = [
  ["a page wider than the window", /wider than the window/, `<div style="width:2000px">wide</div>`],
  ["a picture that does not load", /a picture that does not load: cat/, `<img src="none.png" alt="cat">`],
  ["a picture without words", /a picture without words/, `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">`],
  ["a formula that cannot be set", /a formula that cannot be set: x/, `<span class="katex-error">x</span>`],
  ["text cut off in a figure", /cut off in a figure/, figure(long)],
  ["text cut off in a paragraph", /390 px, dark: cut off/, `<p style="overflow:hidden;width:100px;white-space:nowrap">${long}</p>`],
  ["text of the page's colour", /hardly readable: no contrast/, `<p style="color:#eee">no contrast</p>`],
  ["an error in a script", /broken script/, `<script>throw new Error("broken script")</script>`],
];

(browserPath ? describe : describe.skip)(`the page check${browserPath ? "" : " (missing: Chromium)"}`, function () {
  this.timeout(60_000);
  let browser: Browser;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "cellwright-page-"));
    browser = await chromium.launch({ executablePath: browserPath ?? "", args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  const checked = (body: string): Promise<string[]> => {
    const file = join(folder, "page.html");
    writeFileSync(file, `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><style>body { background: #fff; color: #222 }</style><main>${body}</main>`);
    return faultsOf(browser, pathToFileURL(file).href, [{ width: 1280, scheme: "light" }, { width: 390, scheme: "dark" }]);
  };

  for (const [what, says, body] of faults) it(`notices ${what}`, async () => expect((await checked(body)).join("\n")).to.match(says));

  it("finds nothing wrong with a sound page", async () => expect(await checked(`<h1>Sound</h1><p>Text</p>${figure("x")}`)).to.deep.equal([]));
});
