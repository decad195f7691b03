// Notebooks on a real Jupyter server: a base path and a token, what can go wrong, and a cable that is cut.
import { expect } from "chai";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { run, type NotebookResult, type RunEvent, type RunOptions } from "../../../src/runner";
import { codeCells, contentOf, installedKernelspec, outputsOf, pythonWith, root, runCli, startCli, textOf, Workspace } from "../helpers";
import { Cable, RunningServer, TOKEN } from "./jupyter-server";

const python = pythonWith("jupyter_server, ipykernel");
const ourKernel = `${root}/dist/kernel/main.js`;
const KERNELS = {
  python3: { argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"], display_name: "Python 3", language: "python" },
  cellwright: { argv: [process.execPath, ourKernel, "{connection_file}"], display_name: "TypeScript", language: "typescript", interrupt_mode: "message" },
};
const others = ["deno", "tslab"].flatMap((name) => {
  const spec = installedKernelspec(name);
  return spec ? [[name, spec] as const] : [];
});
const suite = python && existsSync(ourKernel) ? describe : describe.skip;

suite(`notebooks on a Jupyter server${python ? "" : " (jupyter_server is missing)"}`, function () {
  this.timeout(120_000);
  const workspace = new Workspace();
  const env = { ...workspace.env, JUPYTER_RUNTIME_DIR: workspace.path("runtime"), JUPYTER_CONFIG_DIR: workspace.path("config"), IPYTHONDIR: workspace.path("ipython"), JUPYTER_TOKEN: TOKEN };
  let server: RunningServer;

  const startServer = (options: readonly string[] = []): Promise<RunningServer> => RunningServer.start({
    python: python ?? "", folder: workspace.folder, env,
    options: ["--ServerApp.base_url=/user/ann/", `--ServerApp.root_dir=${workspace.path("root")}`, ...options],
  });

  before(async () => {
    for (const [name, spec] of [...Object.entries(KERNELS), ...others]) workspace.kernelspec(name, spec);
    mkdirSync(workspace.path("root", "course"), { recursive: true });
    symlinkSync(`${root}/node_modules`, workspace.path("root", "node_modules")); // tslab takes the types of console from there
    server = await startServer();
  });

  after(async () => {
    await server?.stop();
    workspace.remove();
  });

  const runOne = async (name: string, kernel: string, cells: readonly (string | object)[], options: Partial<RunOptions> = {}, onEvent: (event: RunEvent) => void = () => undefined): Promise<NotebookResult> => {
    const [result] = await run([workspace.notebook(`${name}.ipynb`, kernel, cells)], { out: workspace.path("out"), server: { url: server.url, token: TOKEN }, ...options }, onEvent);
    if (!result) throw new Error("no result");
    return result;
  };
  const onServer = (notebook: string, ...options: string[]): string[] => ["run", notebook, "--out", workspace.path("out"), "--server", server.url, ...options];
  const kernelsThere = async (): Promise<string[]> => ((await server.api("kernels")) as { id: string }[]).map(({ id }) => id);

  it("run in the folder that stands for this one, store outputs, and leave no kernel behind", async () => {
    const result = await runOne("py", "python3", ["import os; print(os.getcwd())", "1 + 1", "raise ValueError('broken')"], { server: { url: server.url, token: TOKEN, folder: "course" } });
    expect(result, JSON.stringify(result.failure)).to.include({ outcome: "failed", executed: 3 });
    expect(result.failure).to.include({ cell: 3, id: "c3", ename: "ValueError", evalue: "broken" });
    const [first, second] = outputsOf(result.output);
    expect(textOf(first)).to.equal(`${workspace.path("root", "course")}\n`);
    expect(second?.[0]).to.deep.include({ output_type: "execute_result", execution_count: 2 });
    expect(await kernelsThere()).to.deep.equal([]);
  });

  it("tell Cellwright's library that nobody watches", async () => {
    const { output } = await runOne("ts", "cellwright", ["console.log(process.env.CELLWRIGHT_HEADLESS);", "const n: number = 2;\nn * 21"]);
    expect(textOf(outputsOf(output)[0])).to.equal("1\n");
    expect(JSON.stringify(outputsOf(output)[1])).to.include("42");
    expect(codeCells(output).map((cell) => cell.execution_count)).to.deep.equal([1, 2]);
  });

  it("take the address that a browser shows, and print its token nowhere", async () => {
    const notebook = workspace.notebook("pasted.ipynb", "python3", ["print('here')"]);
    const { code, stdout, stderr } = await runCli(["run", notebook, "--out", workspace.path("out"), "--jsonl", workspace.path("events.jsonl"), "--server", `${server.url}lab/tree/x?token=${TOKEN}`], { ...env, JUPYTER_TOKEN: "" });
    expect(code, stdout + stderr).to.equal(0);
    for (const text of [stdout, stderr, contentOf(workspace.path("out", "pasted.ipynb")), contentOf(workspace.path("events.jsonl"))]) expect(text).not.to.include(TOKEN);
  });

  const refused: readonly [string, (notebook: string) => string[], number, string][] = [
    ["a wrong token", (notebook) => onServer(notebook, "--token", "wrong"), 3, "does not accept the token (HTTP 403"],
    ["a kernel that is not there", (notebook) => onServer(notebook, "--kernel", "fortran"), 3, 'kernel "fortran" is not on'],
    ["a server that is not there", (notebook) => ["run", notebook, "--server", "http://127.0.0.1:2/"], 3, "cannot be reached: connect ECONNREFUSED"],
    ["an address without its path", (notebook) => ["run", notebook, "--server", new URL(server.url).origin], 3, "is not a Jupyter server's address. On a JupyterHub it ends in /user/NAME/"],
    ["what is no address", (notebook) => ["run", notebook, "--server", "localhost:8888"], 2, "--server: expected an address"],
    ["a token without a server", (notebook) => ["run", notebook, "--token", "x"], 2, "need --server"],
  ];
  for (const [what, args, exit, says] of refused) {
    it(`refuse ${what} in one line, before anything runs`, async () => {
      const { code, stdout, stderr } = await runCli(args(workspace.notebook("refused.ipynb", "python3", ["1"])), env, workspace.folder);
      expect({ code, stdout }).to.deep.equal({ code: exit, stdout: "" });
      expect(stderr).to.include(says).and.match(/^cellwright: .*\n$/);
    });
  }

  it("interrupt a cell that takes too long, and keep what it had put out", async () => {
    for (const [kernel, forever] of [["python3", "print('before', flush=True)\nwhile True: pass"], ["cellwright", "console.log('before');\nwhile (true) {}"]] as const) {
      const result = await runOne(`slow-${kernel}`, kernel, [forever, "1"], { cellTimeout: 2 });
      expect(result).to.include({ outcome: "timeout", executed: 1 });
      expect(result.failure).to.include({ cell: 1, ename: "CellTimeout" });
      const [outputs] = outputsOf(result.output);
      expect(textOf(outputs)).to.equal("before\n");
      expect(outputs?.flatMap((output) => (output.output_type === "error" ? output.ename : []))).to.deep.equal(["KeyboardInterrupt", "CellTimeout"]); // it was not killed
    }
    expect(await kernelsThere()).to.deep.equal([]);
  });

  it("end their kernels when they are stopped", async () => {
    const { child, finished } = startCli(onServer(workspace.notebook("stopped.ipynb", "python3", ["print('on', flush=True)\nwhile True: pass"]), "--log-output"), env);
    child.stdout?.on("data", (chunk) => String(chunk).includes("on\n") && child.kill("SIGTERM"));
    const { code, stdout } = await finished;
    expect(code).to.equal(3);
    expect(stdout).to.include("the run was stopped");
    expect(await kernelsThere()).to.deep.equal([]);
  });

  it("see a kernel die, named with its cell, and keep what came before", async () => {
    const times = { heard: 0, ended: 0 };
    const note = (event: RunEvent): void => {
      if (event.type === "output" && event.cell === 2) times.heard = performance.now();
      if (event.type === "cell-end" && event.cell === 2) times.ended = performance.now();
    };
    const result = await runOne("killed", "python3", ["print('alive')", "import os, signal, time\nprint('last words', flush=True)\ntime.sleep(0.3)\nos.kill(os.getpid(), signal.SIGKILL)", "1"], {}, note);
    expect(result).to.include({ outcome: "died", executed: 2 });
    expect(result.failure).to.include({ cell: 2, ename: "DeadKernel" });
    expect(result.failure?.evalue).to.include("died on the server");
    expect(outputsOf(result.output).map(textOf)).to.deep.equal(["alive\n", "last words\n", ""]);
    expect(times.ended - times.heard).to.be.below(2300); // it is killed after 300 ms; the server itself looks every 3 s
    expect(await kernelsThere()).to.deep.equal([]);
  });

  it("store also what the server drops, above its rate", async () => {
    const notices: string[] = [];
    const result = await runOne("flood", "python3", ["for i in range(80):\n    print(str(i % 10) * 50000, flush=True)", "print('next')"], {}, (event) => event.type === "notice" && notices.push(event.text));
    expect(result, JSON.stringify(result.failure)).to.include({ outcome: "passed" });
    const [first, second] = outputsOf(result.output).map(textOf);
    expect(first).to.equal(Array.from({ length: 80 }, (_, i) => `${String(i % 10).repeat(50000)}\n`).join(""));
    expect(second).to.equal("next\n");
    expect(notices.join()).to.include("the server dropped output (IOPub data rate exceeded)");
  });

  describe("with a cable to the server", () => {
    let cable: Cable;
    beforeEach(async () => void (cable = await Cable.to(server.url)));
    afterEach(() => cable.close());

    /** When line 60 has come, what the server sends is lost for 200 ms, then the cable is cut; it is mended after `away` ms. */
    const cutFor = (away: number): ((event: RunEvent) => void) => {
      let heard = "";
      return (event) => {
        if (event.type !== "output" || heard.includes("\n60\n")) return;
        heard += event.text;
        if (!heard.includes("\n60\n")) return;
        cable.lose();
        setTimeout(() => cable.cut(), 200);
        setTimeout(() => cable.mend(), 200 + away);
      };
    };
    const LINES = 400;
    const counting = {
      python3: `import time\nfor i in range(${LINES}):\n    print(i, flush=True)\n    time.sleep(0.005)\nopen('ran-python3', 'a').write('x')`,
      cellwright: `import { appendFileSync } from "node:fs";\nfor (let i = 0; i < ${LINES}; i++) { console.log(String(i)); await new Promise((r) => setTimeout(r, 5)); }\nappendFileSync("ran-cellwright", "x");`,
    };
    const inOrder = Array.from({ length: LINES }, (_, i) => `${i}\n`).join("");

    for (const kernel of ["python3", "cellwright"] as const) {
      for (const [when, away] of [["while the cell still runs", 300], ["until after the cell's end", 4000]] as const) {
        it(`${kernel}: a cut ${when} loses no line, doubles none, runs nothing twice`, async () => {
          const notices: string[] = [];
          const cut = cutFor(away);
          const result = await runOne(`cut-${kernel}-${away}`, kernel, [counting[kernel], "1 + 1"], { server: { url: cable.url, token: TOKEN } }, (event) => {
            cut(event);
            if (event.type === "notice") notices.push(event.text);
          });
          expect(result, JSON.stringify(result.failure)).to.include({ outcome: "passed", executed: 2 });
          const [first, second] = outputsOf(result.output);
          expect(textOf(first)).to.equal(inOrder);
          expect(JSON.stringify(second)).to.include("2");
          expect(notices.join()).to.match(/was cut, and is back after \d/);
        });
      }
      it(`${kernel} has run its cells as often as they were asked for`, () => {
        expect(contentOf(workspace.path("root", `ran-${kernel}`))).to.equal("xx");
      });
    }

    for (const kernel of ["deno", "tslab"]) {
      const test = others.some(([name]) => name === kernel) ? it : it.skip;
      test(`${kernel}, whose messages have no numbers: a cut loses no line and doubles none`, async () => {
        const cell = counting.cellwright.replace(/import.*\n/, "").replace(/appendFileSync.*/, "");
        const result = await runOne(`cut-${kernel}`, kernel, [cell, "1 + 1"], { server: { url: cable.url, token: TOKEN } }, cutFor(300));
        expect(result, JSON.stringify(result.failure)).to.include({ outcome: "passed", executed: 2 });
        expect(textOf(outputsOf(result.output)[0])).to.equal(inOrder);
      });
    }

    it("without a Python kernel there, what was lost on the way ends the notebook, with its count", async () => {
      const plain = await startServer(["--KernelSpecManager.allowed_kernelspecs=['cellwright']", "--KernelSpecManager.ensure_native_kernel=False"]);
      const wire = await Cable.to(plain.url);
      cable.close();
      cable = wire;
      const result = await runOne("lossy", "cellwright", [counting.cellwright.replace("ran-", "lossy-")], { server: { url: wire.url, token: TOKEN } }, cutFor(300));
      expect(result.outcome).to.equal("died");
      expect(result.failure?.evalue).to.match(/^[1-9]\d* messages of the kernel were lost when the connection was cut$/);
      await plain.stop();
    });

    it("a connection that does not come back ends the notebook in time, its outputs so far kept", async () => {
      const result = await runOne("gone", "python3", [counting.python3], { server: { url: cable.url, token: TOKEN, reconnect: 1 } }, cutFor(60_000));
      expect(result.outcome).to.equal("died");
      expect(result.failure?.evalue).to.include("was cut and did not come back within 1 s");
      expect(textOf(outputsOf(result.output)[0])).to.match(/^0\n1\n[^]*\n60\n/);
      cable.mend();
    });
  });

  it("run on a server that asks for no token", async () => {
    const open = await startServer(["--IdentityProvider.token="]);
    const result = await runOne("open", "python3", ["print('in')"], { server: { url: open.url } });
    expect(result, JSON.stringify(result.failure)).to.include({ outcome: "passed" });
    await open.stop();
  });

  it("a server that is killed ends the notebook, and those that follow, each with a line", async () => {
    const doomed = await startServer();
    const cells = ["print('on', flush=True)\nimport time\ntime.sleep(30)"];
    const notebooks = ["first", "second"].map((name) => workspace.notebook(`doomed/${name}.ipynb`, "python3", cells));
    const results = await run(notebooks, { out: workspace.path("out"), jobs: 1, server: { url: doomed.url, token: TOKEN, reconnect: 1 } }, (event) => {
      if (event.type === "output") void doomed.stop("SIGKILL");
    });
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(["died", "died"]);
    expect(results[0]?.failure).to.include({ cell: 1, ename: "DeadKernel" });
    expect(textOf(outputsOf(results[0]?.output ?? "")[0])).to.equal("on\n");
    expect(results[1]?.failure?.evalue).to.include("cannot be reached: connect ECONNREFUSED");
  });
});
