// A program speaks to a real kernel: cells, other requests, the stop button, death.
import { expect } from "chai";
import { startKernel, type Dialogue } from "../../src/runner";
import { python, textOf, typescript, Workspace, type Language } from "./helpers";

for (const language of [python, typescript]) {
  (language.spec ? describe : describe.skip)(`a dialogue with ${language.name}${language.spec ? "" : " (missing)"}`, function () {
    this.timeout(90_000);
    const workspace = new Workspace();
    let kernel: Dialogue;
    before(async () => {
      workspace.kernelspec("k", language.spec ?? {});
      kernel = await startKernel("k", { cwd: workspace.folder, env: workspace.env });
    });
    after(async () => {
      await kernel.shutdown();
      workspace.remove();
    });
    tests(language, () => kernel);
  });
}

function tests({ print, fail, forever, die }: Language, kernel: () => Dialogue): void {
  it("gives a cell's outputs once all are there", async () => {
    const { status, outputs } = await kernel().execute(print("one"));
    expect(status).to.equal("ok");
    expect(textOf(outputs)).to.equal("one\n");
  });

  it("tells a failing cell by its status, and goes on", async () => {
    expect(await kernel().execute(fail)).to.have.property("status", "error");
    expect(await kernel().execute("1 + 1")).to.have.property("status", "ok");
  });

  it("passes any request on", async () => {
    expect(kernel().info).to.have.property("protocol_version");
    expect(await kernel().request("is_complete_request", { code: "1 + 1" })).to.have.property("status", "complete");
  });

  it("stops a cell that would run for ever", async () => {
    let pressed = false;
    const { status, outputs } = await kernel().execute(forever, (sofar) => {
      if (pressed || !textOf(sofar).includes("before")) return;
      pressed = true;
      kernel().interrupt();
    });
    expect(status).to.equal("error");
    expect(textOf(outputs)).to.contain("before");
  });

  it("says that the kernel has died", async () => {
    const end = await kernel().execute(die).catch((error: Error) => error);
    expect(end).to.be.an("error").with.property("message").that.matches(/^the kernel (exited with code 3|was killed by SIGKILL)/);
  });
}
