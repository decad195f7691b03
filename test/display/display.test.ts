// display, its handles and tags, and the hosts they reach.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { currentHost, display, html, language, md, svg, t } from "../../src/display";
import { displayed } from "./host";

const root = join(__dirname, "../..");
const bundles = async (run: () => unknown): Promise<Record<string, unknown>[]> => (await displayed(run)).map(({ rendered }) => rendered.data);

describe("display", () => {
  it("returns a handle that updates what was displayed", async () => {
    const shown = await displayed(() => display("a").update("b"));
    expect(shown.map(({ kind }) => kind)).to.deep.equal(["display", "update"]);
    expect(shown[0]?.id).to.equal(shown[1]?.id);
    expect(shown[1]?.rendered.data["text/plain"]).to.equal("'b'");
  });

  it("takes an id and metadata", async () => {
    const [shown] = await displayed(() => display(1, { id: "mine", metadata: { isolated: true } }));
    expect(shown).to.deep.include({ id: "mine" });
    expect(shown?.rendered.metadata).to.deep.equal({ isolated: true });
  });

  it("shows an asynchronous value's text at once and its bundle later", async () => {
    const shown = await displayed(async () => {
      display({ [Symbol.for("Jupyter.display")]: async () => ({ "text/html": "late" }) });
      await new Promise(setImmediate);
    });
    expect(shown.map(({ kind, rendered }) => [kind, "text/html" in rendered.data])).to.deep.equal([["display", false], ["update", true]]);
  });

  it("has a form for each common type, all with text", async () => {
    const all = await bundles(() => {
      display.html("<b>x</b>"); display.markdown("*x*"); display.latex("x^2"); display.svg("<svg/>");
      display.png(new Uint8Array([1])); display.jpeg("AQ=="); display.json({ a: 1n }); display.mime({ "text/html": "m" });
    });
    expect(all.map((data) => Object.keys(data)[0])).to.deep.equal(["text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png", "image/jpeg", "application/json", "text/html"]);
    for (const data of all) expect(data["text/plain"]).to.be.a("string");
    expect(all[2]?.["text/latex"]).to.equal("$$x^2$$");
  });
});

describe("tags", () => {
  const source = async (value: unknown, mime: string): Promise<unknown> => (await bundles(() => display(value)))[0]?.[mime];

  it("html escapes what it is given, but not what is HTML already", async () => {
    expect(await source(html`<p title="${'"'}">${"<script>"}${html`<b>ok</b>`}${[1, null, html`<i>2</i>`]}</p>`, "text/html")).to.equal('<p title="&quot;">&lt;script&gt;<b>ok</b>1<i>2</i></p>');
  });

  it("svg makes an image", async () => expect(await source(svg`<svg>${"<"}</svg>`, "image/svg+xml")).to.equal("<svg>&lt;</svg>"));

  it("md prints numbers as a reader wants them", async () => {
    const text = md`${0.123456} ${124439808} ${1986} ${1.2e-9} ${-1.5} ${12345.678} ${NaN} ${[1.23456, 2]} ${"*as is*"} ${10n ** 12n}`;
    expect(await source(text, "text/markdown")).to.equal("0.1235 124,439,808 1986 1.2 × 10⁻⁹ −1.5 12,346 NaN 1.235, 2 *as is* 1,000,000,000,000");
    expect(await source(md.digits(2)`${0.123456}`, "text/markdown")).to.equal("0.12");
  });

  it("md takes finished strings and other Markdown", async () => {
    expect(await source(md("**a**"), "text/markdown")).to.equal("**a**");
    expect(await source(md`x ${md`y ${1 / 3}`}`, "text/markdown")).to.equal("x y 0.3333");
  });
});

describe("t", () => {
  it("goes by the notebook's folder, unless CELLWRIGHT_LANG says otherwise", () => {
    expect(language("/home/x/notebooks/zh", {})).to.equal("zh");
    expect(language("C:\\notebooks\\zh\\a", {})).to.equal("zh");
    expect(language("/home/zhang/notebooks/en", {})).to.equal("en");
    expect(language("/notebooks/zh", { CELLWRIGHT_LANG: "en" })).to.equal("en");
    expect(language("/notebooks/en", { CELLWRIGHT_LANG: "zh-CN" })).to.equal("zh");
  });

  it("chooses anything, not only text", () => expect(t({ en: 1, zh: 1 })).to.equal(1));
});

describe("hosts", () => {
  it("is plain in a script, and displays text there", async () => {
    expect(currentHost().name).to.equal("plain");
    const code = `const { display, html } = require(${JSON.stringify(join(root, "src/display/index.ts"))}); display(html\`<b>bold</b>\`);`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--require", "tsx/cjs", "-e", code], { cwd: root });
    expect(stdout).to.equal("<b>bold</b>\n");
  });

  it("broadcasts under Deno's kernel", () => {
    const sent: unknown[] = [];
    Object.assign(globalThis, { Deno: { jupyter: { broadcast: (type: string, content: object) => void sent.push({ type, content }) } } });
    try {
      display("x", { id: "d" }).update("y");
    } finally {
      Reflect.deleteProperty(globalThis, "Deno");
    }
    expect(sent).to.deep.equal([
      { type: "display_data", content: { data: { "text/plain": "'x'" }, metadata: {}, transient: { display_id: "d" } } },
      { type: "update_display_data", content: { data: { "text/plain": "'y'" }, metadata: {}, transient: { display_id: "d" } } },
    ]);
  });
});
