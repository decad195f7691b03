// A real kernel gateway: a server of kernels alone.
import { expect } from "chai";
import { run, type RunEvent } from "../../../src/runner";
import { outputsOf, pythonWith, runCli, textOf, Workspace } from "../helpers";
import { Cable, RunningServer, TOKEN } from "./jupyter-server";

const python = pythonWith("kernel_gateway, ipykernel");
const suite = python ? describe : describe.skip;

suite(`notebooks on a kernel gateway${python ? "" : " (jupyter_kernel_gateway is missing)"}`, function () {
  this.timeout(90_000);
  const workspace = new Workspace();
  const env = { ...workspace.env, JUPYTER_RUNTIME_DIR: workspace.path("runtime"), JUPYTER_CONFIG_DIR: workspace.path("config"), IPYTHONDIR: workspace.path("ipython") };
  let server: RunningServer;

  before(async () => {
    workspace.kernelspec("python3", { argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name: "Python 3", language: "python" });
    server = await RunningServer.gateway({ python: python ?? "", folder: workspace.folder, env, options: ["--KernelGatewayApp.base_url=/gateway/", "--JupyterWebsocketPersonality.list_kernels=True"] });
  });
  after(async () => {
    await server?.stop();
    workspace.remove();
  });

  it("run, through a cut too, and leave no kernel behind", async () => {
    const cable = await Cable.to(server.url);
    let heard = "";
    const cutOnce = (event: RunEvent): void => {
      if (event.type !== "output" || heard.includes("\n20\n")) return;
      heard += event.text;
      if (!heard.includes("\n20\n")) return;
      cable.cut();
      setTimeout(() => cable.mend(), 300);
    };
    const notebook = workspace.notebook("cut.ipynb", "python3", ["import time\nfor i in range(300):\n    print(i, flush=True)\n    time.sleep(0.005)", "1 + 1"]);
    const [result] = await run([notebook], { out: workspace.path("out"), server: { url: cable.url, token: TOKEN } }, cutOnce);
    cable.close();
    expect(result, JSON.stringify(result?.failure)).to.include({ outcome: "passed", executed: 2 });
    expect(textOf(outputsOf(result?.output ?? "")[0])).to.equal(Array.from({ length: 300 }, (_, i) => `${i}\n`).join(""));
    expect(await server.api("kernels")).to.deep.equal([]);
  });

  it("are refused with a wrong token, in one line", async () => {
    const notebook = workspace.notebook("refused.ipynb", "python3", ["1"]);
    const { code, stderr } = await runCli(["run", notebook, "--out", workspace.path("out"), "--server", server.url, "--token", "wrong"], env);
    expect(code).to.equal(3);
    expect(stderr).to.match(/^cellwright: the server \S+ does not accept the token \(HTTP 401 for api\/kernelspecs\)\n$/);
  });
});
