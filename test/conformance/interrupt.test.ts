// Interrupts stop what runs and keep the session; the kernel answers while a cell is busy.
import { expect } from "chai";
import type { Kernel } from "./peer/kernel";
import { childrenOf, descendantsOf } from "./peer/processes";
import type { Result } from "./peer/result";
import { useKernel } from "./peer/suite";

/** Starts a cell, waits until it says "running", interrupts it. @returns its end and the milliseconds from the interrupt to it. */
async function interrupted(kernel: Kernel, code: string, deadline = 10_000): Promise<{ result: Result; ms: number }> {
  const id = await kernel.begin(code);
  await kernel.printed(id, "running");
  const start = performance.now();
  await kernel.interrupt();
  const result = await kernel.finished(id, deadline);
  return { result, ms: performance.now() - start };
}

describe("conformance: interrupt", () => {
  const session = useKernel();
  beforeEach(() => session.kernel.ran("globalThis.kept = 'kept'; console.log('')"));
  afterEach(async () => expect(await session.kernel.valueOf("kept")).to.equal("'kept'"));

  const endless: Record<string, string> = {
    "a busy loop": "console.log('running'); while (true) {}",
    "a hung await": "console.log('running'); await new Promise(() => {});",
    "a loop of awaits": "console.log('running'); for (;;) await null;",
    "a loop in a function called by a timer": "await new Promise(() => setTimeout(() => { console.log('running'); while (true) {} }, 1));",
    "a loop in a callback of an array": "console.log('running'); [1].forEach(() => { for (;;); });",
    "a regular expression that never ends": "console.log('running'); /(a+)+$/.test('a'.repeat(60) + 'b');",
    "a for await over an endless source": "console.log('running'); async function* forever() { for (;;) { await null; yield 1 } }\nfor await (const _ of forever());",
  };
  for (const [what, code] of Object.entries(endless)) {
    it(`stops ${what} and keeps the state`, async () => {
      const { result, ms } = await interrupted(session.kernel, code);
      expect(result.reply.content["ename"]).to.equal("KeyboardInterrupt");
      expect(result.errors.map(({ ename }) => ename)).to.deep.equal(["KeyboardInterrupt"]);
      expect(ms).to.be.below(3000);
    });
  }

  it("stops a loop of sleeps for good: what it counted stays still", async () => {
    await session.kernel.ran("let n = 0;\nconst sleep = (ms: number) => new Promise((r) => setTimeout(r, ms));");
    await interrupted(session.kernel, "for (;;) { await sleep(5); n++; if (n === 3) console.log('running'); }");
    const seen = await session.kernel.valueOf("n");
    await session.kernel.ran("await new Promise((r) => setTimeout(r, 100));");
    expect(await session.kernel.valueOf("n")).to.equal(seen);
  });

  it("stops timers and helper functions that the cell had started", async () => {
    await interrupted(session.kernel, "let ticks = 0;\nasync function helper() { for (;;) { await new Promise((r) => setTimeout(r, 5)); ticks++; } }\nvoid helper();\nsetInterval(() => { ticks++; if (ticks === 4) console.log('running'); }, 5);\nawait new Promise(() => {});");
    const seen = await session.kernel.valueOf("ticks");
    await session.kernel.ran("await new Promise((r) => setTimeout(r, 100));");
    expect(await session.kernel.valueOf("ticks")).to.equal(seen);
  });

  it("aborts the cell's signal", async () => {
    await interrupted(session.kernel, "var reason: unknown; signal.addEventListener('abort', () => { reason = 'told' });\nconsole.log('running'); await new Promise(() => {});");
    expect(await session.kernel.valueOf("reason")).to.equal("'told'");
  });

  it("ends a training between two steps: nothing trains on, and the model can be trained further", async () => {
    await session.kernel.ran(`import { device, nn, optim, train } from "cellwright";
const { tf } = await device("cpu");
const model = new nn.MLP({ sizes: [64, 256, 1], seed: 1 });
const optimizer = optim.sgd(model.parameters(), { lr: 1e-4 });
let steps = 0;
const run = (count: number) => train({
  model, optimizer, steps: count, quiet: true, batches: (function* () { for (;;) yield { x: tf.ones([64, 64]) }; })(),
  loss: ({ x }: { x: import("@tensorflow/tfjs").Tensor }) => { if (++steps % 10 === 0) console.log("running"); return tf.tidy(() => tf.mean(tf.square(model.forward(x)))); },
});
const weight = async () => (await model.parameters().get("layers.0.weight")!.data())[0];
await run(3);
const tensors = tf.memory().numTensors;`);
    for (let time = 1; time <= 5; time++) {
      await interrupted(session.kernel, "await run(1e6);");
      const seen = await session.kernel.valueOf("[steps, tf.memory().numTensors - tensors].join()");
      await session.kernel.ran("await new Promise((r) => setTimeout(r, 100));");
      expect(await session.kernel.valueOf("[steps, tf.memory().numTensors - tensors].join()")).to.equal(seen).and.match(/,0'$/);
      await session.kernel.ran("steps = 0; const before = await weight(); const report = await run(4);");
      expect(await session.kernel.valueOf("[report.steps, steps, (await weight()) !== before].join()")).to.equal("'4,4,true'");
    }
  });

  it("stops a blocking child process through the child", async () => {
    const { result, ms } = await interrupted(session.kernel, "import { execSync } from 'node:child_process';\nconsole.log('running'); execSync('sleep 30');", 15_000);
    expect(result.status).to.equal("error");
    expect(ms).to.be.below(8000);
    const executor = childrenOf(session.kernel.pid)[0] ?? 0;
    expect(descendantsOf(executor)).to.deep.equal([]);
  });

  it("while nothing runs does nothing", async () => {
    await session.kernel.interrupt();
    expect(await session.kernel.valueOf("'unharmed'")).to.equal("'unharmed'");
  });

  it("twice in a row is one interrupt, and the next cell runs", async () => {
    const id = await session.kernel.begin("console.log('running'); while (true) {}");
    await session.kernel.printed(id, "running");
    await Promise.all([session.kernel.interrupt(), session.kernel.interrupt()]);
    expect((await session.kernel.finished(id)).status).to.equal("error");
    for (let i = 0; i < 5; i++) expect(await session.kernel.valueOf(`${i} + 1`)).to.equal(String(i + 1));
  });

  it("twenty times in a row leaves the executor alive", async () => {
    const [executor] = childrenOf(session.kernel.pid);
    for (let i = 0; i < 10; i++) {
      await interrupted(session.kernel, "console.log('running'); while (true) {}");
      await interrupted(session.kernel, "console.log('running'); for (;;) await new Promise((r) => setTimeout(r, 1));");
    }
    expect(childrenOf(session.kernel.pid)).to.deep.equal([executor]);
  });

  it("by SIGINT works as well", async () => {
    const id = await session.kernel.begin("console.log('running'); while (true) {}");
    await session.kernel.printed(id, "running");
    await session.kernel.signal("SIGINT");
    expect((await session.kernel.finished(id)).reply.content["ename"]).to.equal("KeyboardInterrupt");
  });

  it("aborts the cells that wait behind", async () => {
    const id = await session.kernel.begin("console.log('running'); while (true) {}");
    const waiting = await session.kernel.begin("globalThis.kept = 'lost'");
    await session.kernel.printed(id, "running");
    await session.kernel.interrupt();
    expect((await session.kernel.finished(id)).status).to.equal("error");
    expect((await session.kernel.finished(waiting)).status).to.equal("aborted");
  });

  it("ends a question to the user", async () => {
    const id = await session.kernel.begin("console.log('running'); await input('never answered');");
    await session.kernel.askedForInput(id);
    await session.kernel.interrupt();
    expect((await session.kernel.finished(id)).reply.content["ename"]).to.equal("KeyboardInterrupt");
  });

  it("is no error that cell code can catch and go on from", async () => {
    await interrupted(session.kernel, "var caught = 0;\nfor (;;) { try { await new Promise((r) => setTimeout(r, 5)); if (caught === 0) console.log('running'); } catch { caught++ } }");
    const seen = await session.kernel.valueOf("caught");
    await session.kernel.ran("await new Promise((r) => setTimeout(r, 60));");
    expect(await session.kernel.valueOf("caught")).to.equal(seen);
  });
});

describe("conformance: a busy kernel", () => {
  const session = useKernel();
  let id = "";
  before(async () => {
    id = await session.kernel.begin("console.log('running'); while (true) {}");
    await session.kernel.printed(id, "running");
  });

  it("answers the heartbeat", async () => {
    expect(await session.kernel.heartbeat()).to.be.below(1000);
  });

  it("answers kernel_info on shell and on control", async () => {
    for (const channel of ["shell", "control"] as const) {
      const { reply } = await session.kernel.request("kernel_info_request", {}, channel, 2000);
      expect(reply.content["status"]).to.equal("ok");
    }
  });

  it("answers is_complete, history and comm_info", async () => {
    for (const [type, content] of [["is_complete_request", { code: "1" }], ["history_request", {}], ["comm_info_request", {}]] as const) {
      expect((await session.kernel.request(type, content, "shell", 2000)).reply.msg_type).to.equal(type.replace("request", "reply"));
    }
  });

  it("shows output while the cell runs", async () => {
    expect(session.kernel.outputs(id).map(({ msg_type }) => msg_type)).to.deep.equal(["status", "execute_input", "stream"]);
  });

  it("obeys interrupt afterwards", async () => {
    await session.kernel.interrupt();
    expect((await session.kernel.finished(id)).status).to.equal("error");
  });
});
