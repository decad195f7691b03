// Cells that end their process cost the executor, never the kernel.
import { expect } from "chai";
import { childrenOf } from "./peer/processes";
import { useKernel } from "./peer/suite";

describe("conformance: a cell that ends its process", () => {
  const session = useKernel({ env: { NODE_OPTIONS: "--max-old-space-size=64" } });

  for (const [what, code, told] of [
    ["process.exit()", "console.log('last words'); process.exit(3)", /process\.exit\(3\)/],
    ["memory that runs out", "console.log('last words'); const hoard: unknown[] = []; for (;;) hoard.push(new Array(10_000).fill({}).map((_, i) => ({ i })));", /memory/],
    ["process.abort()", "console.log('last words'); process.abort()", /SIGABRT|crashed/],
    ["SIGKILL", "console.log('last words'); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})", /SIGKILL|killed/],
  ] as const) {
    it(`${what}: the cell's error says so, and that the state is gone`, async () => {
      await session.kernel.ran("let before = 1;");
      const { pid } = session.kernel;
      const result = await session.kernel.execute(code);
      expect(result.stdout).to.equal("last words\n");
      expect(result.errors).to.have.length(1);
      expect(result.errors[0]?.ename).to.equal("ExecutorDied");
      expect(result.errors[0]?.evalue).to.match(told).and.match(/gone/);
      expect(await session.kernel.alive()).to.equal(true);
      expect(session.kernel.pid).to.equal(pid);
    });

    it(`${what}: the next cell runs in a fresh executor`, async () => {
      expect(await session.kernel.valueOf("typeof before")).to.equal("'undefined'");
      expect(childrenOf(session.kernel.pid)).to.have.length(1);
    });
  }

  it("process.exit() in a timer after the cell: the next cell runs and finds the state gone", async () => {
    await session.kernel.ran("let here = 1; setTimeout(() => process.exit(4), 20);");
    const executor = childrenOf(session.kernel.pid)[0] ?? 0;
    const waited = await session.kernel.execute("await new Promise((r) => setTimeout(r, 5000)); 'not reached'");
    expect(waited.errors[0]?.evalue).to.include("process.exit(4)");
    expect(await session.kernel.valueOf("typeof here")).to.equal("'undefined'");
    expect(childrenOf(session.kernel.pid)).not.to.include(executor);
  });

  it("process.exitCode and listeners on exit do not end it", async () => {
    await session.kernel.ran("process.exitCode = 5; process.on('exit', () => {});");
    expect(await session.kernel.valueOf("process.exitCode")).to.equal("5");
  });

  it("the executor killed from outside while idle is replaced at the next cell", async () => {
    const [executor] = childrenOf(session.kernel.pid);
    process.kill(executor ?? 0, "SIGKILL");
    const next = await session.kernel.execute("'fresh'");
    expect(next.text ?? next.errors[0]?.ename).to.be.oneOf(["'fresh'", "ExecutorDied"]);
    expect(await session.kernel.valueOf("'surely fresh'")).to.equal("'surely fresh'");
  });
});
