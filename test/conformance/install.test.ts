// `await install("pkg")`: from npm's registry, else from a package file, into the notebook's own project.
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Kernel } from "./peer/kernel";
import { useKernel } from "./peer/suite";

const PACKAGE = "cellwright-test-greeting";

/** A package as a file, with its types: `npm install` needs no registry for it. */
function packed(folder: string): string {
  const source = join(folder, "source of the package");
  mkdirSync(source);
  writeFileSync(join(source, "package.json"), JSON.stringify({ name: PACKAGE, version: "1.2.3", main: "index.js", types: "index.d.ts" }));
  writeFileSync(join(source, "index.js"), "exports.greet = (name) => `hello ${name}`;\n");
  writeFileSync(join(source, "index.d.ts"), "/** Greets. */\nexport declare function greet(name: string): string;\n");
  const { stdout, status, stderr } = spawnSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: source, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return join(folder, stdout.trim());
}

describe("conformance: install", function () {
  this.timeout(120_000);
  const session = useKernel({ env: { CELLWRIGHT_TYPES: "wait" } });
  let kernel: Kernel;
  let file: string;
  const shown = (result: { all(type: string): Record<string, unknown>[] }): string[] => result.all("update_display_data").map(({ data }) => String((data as Record<string, string>)["text/plain"]));

  before(() => {
    kernel = session.kernel;
    file = packed(kernel.folder);
  });

  it("adds a package that was missing; its import and its types work at once", async () => {
    const before = await kernel.execute(`import { greet } from "${PACKAGE}";`);
    expect(before.traceback).to.include(`Cannot find package '${PACKAGE}'`);
    const installed = await kernel.ran(`await install(${JSON.stringify(`${PACKAGE}@file:${file}`)});`);
    expect(shown(installed).at(-1)).to.equal(`${PACKAGE} 1.2.3: installed`);
    expect(JSON.parse(readFileSync(join(kernel.folder, "package.json"), "utf8"))).to.have.nested.property(`dependencies.${PACKAGE}`);
    const used = await kernel.ran(`import { greet } from "${PACKAGE}";\ngreet("you")`);
    expect(used.text).to.equal("'hello you'");
    expect(used.all("display_data"), "no type warning").to.deep.equal([]);
    const code = `import { greet } from "${PACKAGE}";\ngree`;
    const inspected = await kernel.request("inspect_request", { code: code + "t", cursor_pos: code.length, detail_level: 0 });
    expect(JSON.stringify(inspected.reply.content["data"])).to.include("greet(name: string): string").and.to.include("Greets.");
    const wrong = await kernel.ran(`import { greet } from "${PACKAGE}";\ngreet(5 as unknown as string);\nconst n: number = greet("x");`);
    expect(JSON.stringify(wrong.all("display_data"))).to.include("TS2322");
  });

  it("is at once content with what is there", async () => {
    const again = await kernel.ran(`await install("${PACKAGE}")`);
    expect(again.all("display_data").map(({ data }) => data)).to.deep.equal([{ "text/plain": `${PACKAGE} 1.2.3: there already` }]);
    expect(again.all("update_display_data")).to.deep.equal([]);
  });

  it("says in one line what failed, and the session goes on", async () => {
    const offline = await session.start({ env: { npm_config_registry: "http://127.0.0.1:9/", npm_config_fetch_retries: "0" } });
    const errors = async (code: string, where = offline): Promise<string> => {
      const { errors: [error] } = await where.execute(code, {}, 60_000);
      expect(error?.evalue).to.not.include("\n");
      return `${error?.ename}: ${error?.evalue}`;
    };
    expect(await errors('await install("left-pad")')).to.match(/^InstallError: npm's registry cannot be reached \(ECONNREFUSED\): check the network .*left-pad was not installed$/);
    expect(await errors('await install("--global")')).to.match(/^InstallError: install takes names of npm packages, .*"--global" is none$/);
    expect(await errors('await install("")')).to.include('"" is none');
    expect(await errors('await install("x@file:./none.tgz")')).to.match(/^InstallError: npm could not install x@file:.\/none.tgz: .*\(ENOENT\)$/);
    expect(await offline.valueOf("1 + 1")).to.equal("2");
    expect(existsSync(join(offline.folder, "node_modules", "left-pad"))).to.equal(false);
  });

  it("stops when the cell is interrupted", async () => {
    const waiting = await session.start({ env: { npm_config_registry: "http://10.255.255.1/", npm_config_fetch_timeout: "60000" } });
    const cell = await waiting.begin('await install("left-pad")');
    await waiting.until("progress", ({ msg_type, content }) => msg_type === "update_display_data" && JSON.stringify(content).includes("asking npm"));
    await waiting.interrupt();
    expect((await waiting.finished(cell)).errors[0]?.ename).to.equal("KeyboardInterrupt");
    await waiting.until("its last word", ({ msg_type, content }) => msg_type === "update_display_data" && JSON.stringify(content).includes("not installed"));
  });

  it("takes a package from the registry, and tells one that it does not have", async function () {
    const probe = spawnSync("npm", ["view", "is-odd", "version"], { encoding: "utf8", timeout: 30_000 });
    if (probe.status !== 0) {
      if (this.test) this.test.title += " (skipped: npm's registry cannot be reached)";
      this.skip();
    }
    await kernel.ran('await install("is-odd@3.0.1")');
    expect(await kernel.valueOf('import isOdd from "is-odd"; isOdd(3)')).to.equal("true");
    const unknown = await kernel.execute('await install("cellwright-no-such-package-anywhere")', {}, 60_000);
    expect(unknown.errors[0]?.evalue).to.equal('npm\'s registry has no package for "cellwright-no-such-package-anywhere": check the spelling');
    const version = await kernel.execute('await install("is-odd@99.0.0")', {}, 60_000);
    expect(version.errors[0]?.evalue).to.equal("No matching version found for is-odd@99.0.0: check the version (npm view is-odd versions)");
  });
});
