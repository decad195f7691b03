// Kernels that stop, swell, flood or are killed: each is named with its cell, soon, and what it has said is kept.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmdirSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { run, type NotebookResult, type RunEvent, type RunOptions } from "../../../src/runner";
import { code, outputsOf, python, textOf, typescript, Workspace, type Language } from "../helpers";

/** From the cell's first moments to far into the last one; all of them by `npm run test:full`. */
const DELAYS = process.env["CELLWRIGHT_FULL"] === "1" ? Array.from({ length: 50 }, (_, i) => Math.round(400 * (i / 49) ** 2)) : [0, 5, 20, 60, 150, 400];

interface Ran extends NotebookResult { events: (RunEvent & { at: number })[] }

for (const language of [python, typescript]) {
  (language.spec ? describe : describe.skip)(`the watch dog over ${language.name}${language.spec ? "" : " (missing)"}`, function () {
    this.timeout(60_000);
    const workspace = new Workspace();
    before(() => workspace.kernelspec("k", language.spec ?? {}));
    after(() => workspace.remove());

    /** `at` tells when an event came, in ms since the first. */
    const runOne = async (cells: readonly (string | object)[], options: Partial<RunOptions> = {}, seen: (event: RunEvent) => void = () => undefined): Promise<Ran> => {
      const events: Ran["events"] = [];
      const began = performance.now();
      const [result] = await run([workspace.notebook("n.ipynb", "k", cells)], { out: workspace.path("out"), env: workspace.env, ...options }, (event) => {
        events.push({ ...event, at: performance.now() - began });
        seen(event);
      });
      if (!result) throw new Error("no result");
      return { ...result, events };
    };
    const { print, forever } = language;
    const words = scripts(language);

    it("tells within two seconds of a kernel that is stopped, and gives it up at its time", async () => {
      const result = await runOne([print("a"), code(words.stop, "frozen")], { hangTimeout: 4 });
      expect(result).to.include({ outcome: "died" });
      expect(result.failure).to.include({ cell: 2, id: "frozen", ename: "HungKernel" });
      const frozen = result.events.find((event) => event.type === "cell-start" && event.cell === 2)?.at ?? 0;
      const notice = result.events.find(({ type }) => type === "notice");
      expect(notice).to.include({ cell: 2 });
      expect((notice?.at ?? Infinity) - frozen).to.be.below(2500);
      expect(textOf(outputsOf(result.output)[0])).to.equal("a\n");
    });

    it("leaves a kernel that computes in peace, however long it is silent", async () => {
      const result = await runOne([words.compute(3)], { hangTimeout: 1 });
      expect(result.outcome, JSON.stringify(result.failure)).to.equal("passed");
      expect(result.events.filter(({ type }) => type === "notice")).to.deep.equal([]);
    });

    it("ends a kernel that holds more memory than it may", async () => {
      const result = await runOne([print("a"), code(words.swell, "greedy")], { memory: 600 * 2 ** 20 });
      expect(result).to.include({ outcome: "limit" });
      expect(result.failure).to.include({ cell: 2, id: "greedy", ename: "MemoryLimit" });
      expect(result.failure?.evalue).to.match(/held \d+ MiB, more than the 600 MiB of --memory/);
    });

    it("ends a cell that floods, and keeps what fits", async () => {
      const result = await runOne([code(words.flood, "flood"), print("never")], { outputLimit: 2 ** 20 });
      expect(result).to.include({ outcome: "limit", executed: 1 });
      expect(result.failure).to.include({ cell: 1, id: "flood", ename: "OutputLimit" });
      expect(textOf(outputsOf(result.output)[0]).length).to.be.within(2 ** 19, 2 ** 20);
      const start = result.events.find(({ type }) => type === "cell-start")?.at ?? 0;
      expect((result.events.find(({ type }) => type === "cell-end")?.at ?? Infinity) - start).to.be.below(7000);
    });

    it("does not take a display that is updated again and again for a flood", async () => {
      const result = await runOne([words.update], { outputLimit: 50_000 });
      expect(result.outcome, JSON.stringify(result.failure)).to.equal("passed");
    });

    it(`names the cell in which the kernel was killed, within two seconds, at each of ${DELAYS.length} moments`, async function () {
      this.timeout(20_000 + DELAYS.length * 4000);
      const cells = [words.pid(workspace.path("pid")), ...Array.from({ length: 30 }, (_, i) => print(String(i))), forever];
      for (const delay of DELAYS) {
        let killed = 0;
        const kill = (): void => {
          killed = performance.now();
          execFileSync("kill", ["-KILL", execFileSync("cat", [workspace.path("pid")], { encoding: "utf8" })]);
        };
        const result = await runOne(cells, {}, (event) => void (event.type === "cell-start" && event.cell === 2 && setTimeout(kill, delay)));
        expect(performance.now() - killed).to.be.below(3000);
        expect(result.failure).to.include({ ename: "DeadKernel" });
        expect(result.failure?.evalue).to.include("SIGKILL");
        const last = result.events.filter(({ type }) => type === "cell-start").at(-1);
        expect(last).to.include({ cell: result.failure?.cell });
        expect(outputsOf(result.output).slice(1, (result.failure?.cell ?? 0) - 1).map(textOf)).to.deep.equal(Array.from({ length: (result.failure?.cell ?? 0) - 2 }, (_, i) => `${i}\n`));
      }
    });

    const home = memoryHome();
    (home ? it : it.skip)(`says that the system had run out of memory${home ? "" : " (no memory control group can be made here)"}`, async () => {
      const group = mkdtempSync(`${home?.folder}/cellwright-`);
      try {
        writeFileSync(`${group}/${home?.limit}`, "300000000");
        const result = await runOne([code(words.confine(group), "confined"), code(words.swell, "greedy")]);
        expect(result.failure).to.include({ cell: 2, id: "greedy" });
        expect(result.failure?.evalue).to.match(language === python ? /SIGKILL, for the system had run out of memory/ : /SIGKILL/);
      } finally {
        rmdirSync(group);
      }
    });
  });
}

interface Scripts { stop: string; swell: string; flood: string; update: string; compute(seconds: number): string; pid(file: string): string; confine(group: string): string }

function scripts(language: Language): Scripts {
  if (language === python) return {
    stop: "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
    swell: "import time\nheld = []\nwhile True: held.append(bytearray(b'x') * 20_000_000); time.sleep(0.01)",
    flood: "while True: print('x' * 1000)",
    update: "from IPython.display import display\nhandle = display('x' * 10_000, display_id=True)\nfor i in range(50): handle.update('x' * 10_000)",
    compute: (seconds) => `import time\nend = time.time() + ${seconds}\nwhile time.time() < end: pass`,
    pid: (file) => `import os; open(${JSON.stringify(file)}, 'w').write(str(os.getpid()))`,
    confine: (group) => `import os; open('${group}/cgroup.procs', 'w').write(str(os.getpid()))`,
  };
  return {
    stop: "process.kill(process.ppid, 'SIGSTOP'); await new Promise(() => {});",
    swell: "const held: Buffer[] = [];\nfor (;;) { held.push(Buffer.alloc(20_000_000, 1)); await new Promise((next) => setTimeout(next, 10)); }",
    flood: "for (;;) console.log('x'.repeat(1000));",
    update: "const handle = display('x'.repeat(10_000), { id: 'u' });\nfor (let i = 0; i < 50; i++) handle.update('x'.repeat(10_000));",
    compute: (seconds) => `const end = Date.now() + ${seconds * 1000};\nwhile (Date.now() < end) {}`,
    pid: (file) => `require('node:fs').writeFileSync(${JSON.stringify(file)}, String(process.ppid));`,
    confine: (group) => `require('node:fs').writeFileSync('${group}/cgroup.procs', String(process.pid));`,
  };
}

/** Where control groups with a memory limit can be made, and the limit's name. */
function memoryHome(): { folder: string; limit: string } | undefined {
  return [{ folder: "/sys/fs/cgroup/memory", limit: "memory.limit_in_bytes" }, { folder: "/sys/fs/cgroup", limit: "memory.max" }].find(({ folder, limit }) => {
    try {
      const group = mkdtempSync(`${folder}/cellwright-`);
      const limited = existsSync(`${group}/${limit}`); // the system makes it
      rmdirSync(group);
      return limited;
    } catch {
      return false;
    }
  });
}
