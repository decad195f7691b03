// A cell that is asked for while the executor still starts.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Executor } from "../../src/executor/parent/executor";

/** Starts an executor whose start is held up: it loads `slow` after its relay runs and before it has a runtime. */
function slowExecutor(folder: string): Executor {
  const root = join(__dirname, "..", "..");
  const slow = join(folder, "slow.cjs");
  writeFileSync(slow, `const until = Date.now() + 700; let text = ""; while (Date.now() < until) text = String(Math.random()).slice(2);`); // the inspector gets in between
  const entry = join(folder, "entry.cjs");
  writeFileSync(entry, `new (require("node:worker_threads").Worker)(${JSON.stringify(join(root, "dist", "kernel", "relay.js"))}); require(${JSON.stringify(slow)}); require(${JSON.stringify(join(root, "dist", "executor", "child", "boot.js"))}).boot({ ...JSON.parse(process.argv[2]), preload: "", hooks: ${JSON.stringify(join(root, "dist", "kernel", "loader.js"))}, resolvePath: () => undefined });`);
  return Executor.spawn({ entry, folder, boot: { packageRoot: root } });
}

describe("a cell asked for while the executor starts", () => {
  it("waits for the runtime", async () => {
    const folder = mkdtempSync(join(tmpdir(), "cellwright-start-"));
    const executor = slowExecutor(folder);
    const outcome = await executor.run(1, `"use strict"; await __cellwright.begin(1); await __cellwright.end(1);`);
    expect(outcome).to.deep.equal({ status: "ok" });
    await executor.shutdown(1000);
    rmSync(folder, { recursive: true });
  }).timeout(20_000);
});
