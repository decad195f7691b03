// Many kernels starting at once, in several processes: no two get the same port, and one that loses its port all the same starts again.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { run, type Kernelspec, type NotebookResult } from "../../../src/runner";
import { makeConnection } from "../../../src/runner/kernel-connection";
import { reservePorts } from "../../../src/runner/ports";
import { python, root, runCli, typescript, Workspace, type Finished } from "../helpers";

const PROCESSES = 5;
const KERNELS_EACH = 100;

describe("kernels that start at once", function () {
  this.timeout(60_000);
  const workspace = new Workspace();
  after(() => workspace.remove());

  it(`get ports of their own: ${PROCESSES * KERNELS_EACH} in ${PROCESSES} processes, each bound by ZeroMQ later`, async () => {
    const runners = Array.from({ length: PROCESSES }, () => fork(join(__dirname, "reserving.ts"), [String(KERNELS_EACH)], { execArgv: ["--import", join(root, "node_modules", "tsx", "dist", "loader.mjs")] }));
    try {
      const ports = (await Promise.all(runners.map((runner) => said<{ ports: number[] }>(runner)))).flatMap((each) => each.ports);
      expect(ports).to.have.length(PROCESSES * KERNELS_EACH * 5);
      expect(new Set(ports).size).to.equal(ports.length);
      const bound = runners.map((runner) => said<{ refused: string[] }>(runner));
      for (const runner of runners) runner.send("bind");
      expect((await Promise.all(bound)).flatMap(({ refused }) => refused)).to.deep.equal([]);
    } finally {
      for (const runner of runners) runner.kill("SIGKILL");
    }
  });

  it("never get a port that another program listens on, and can have one again that was given back", async () => {
    const first = await reservePorts(1);
    const [port = 0] = first.ports;
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    first.release();
    const all = await Promise.all(Array.from({ length: 500 }, () => reservePorts(5)));
    expect(all.flatMap(({ ports }) => ports)).not.to.include((server.address() as AddressInfo).port);
    for (const { release } of all) release();
    server.close();
  });

  it("use socket files in a folder of their own where the kernel is known to support them, else ports", async () => {
    const spec = (argv: string[], metadata: Kernelspec["metadata"] = {}): Kernelspec => ({ argv, metadata, name: "k", folder: "", display_name: "", language: "", interrupt_mode: "signal", env: {} });
    const transport = async (asked: Kernelspec, folder = "/tmp/cw-x"): Promise<string> => {
      const { info, release } = await makeConnection(folder, asked);
      release();
      return info.transport;
    };
    const files = process.platform === "win32" ? "tcp" : "ipc";
    expect(await transport(spec(["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]))).to.equal(files);
    expect(await transport(spec(["node", "kernel"], { transports: ["ipc", "tcp"] }))).to.equal(files);
    expect(await transport(spec(["node", "kernel"]))).to.equal("tcp");
    expect(await transport(spec(["python", "-m", "ipykernel_launcher"], { transports: ["tcp"] }))).to.equal("tcp");
    expect(await transport(spec(["python", "-m", "ipykernel_launcher"]), `/tmp/${"长".repeat(30)}`)).to.equal("tcp"); // 30 characters, 90 bytes
  });

  const kernels = [python, typescript].map((language) => ({ ...language, spec: language.spec && { ...language.spec, metadata: { transports: ["tcp"] } } }));
  for (const { name, spec, print } of kernels) {
    const runOne = async (argv: (usual: string[]) => string[]): Promise<NotebookResult | undefined> => {
      workspace.kernelspec("k", { ...spec, argv: argv(spec && "argv" in spec ? (spec.argv as string[]) : []) });
      return (await run([workspace.notebook("one.ipynb", "k", [print("fine")])], { out: workspace.path("out"), env: workspace.env }))[0];
    };

    (spec ? it : it.skip)(`${name} starts again with other ports if a program without our locks was faster${spec ? "" : " (missing)"}`, async () => {
      writeFileSync(workspace.path("thief.cjs"), thief);
      const result = await runOne((usual) => [process.execPath, workspace.path("thief.cjs"), workspace.path(`${name}.log`), "{connection_file}", ...usual]);
      expect(result?.outcome, JSON.stringify(result?.failure)).to.equal("passed");
      const ports = readFileSync(workspace.path(`${name}.log`), "utf8").trim().split("\n");
      expect(ports).to.have.length(2);
      expect(ports[0]).not.to.equal(ports[1]);
    });

    (spec ? it : it.skip)(`${name} that always finds its port taken is given up after three starts${spec ? "" : " (missing)"}`, async () => {
      writeFileSync(workspace.path("thief.cjs"), thief.replace("started === 1", "true"));
      const result = await runOne((usual) => [process.execPath, workspace.path("thief.cjs"), workspace.path(`${name}-3.log`), "{connection_file}", ...usual]);
      expect(result?.failure).to.include({ ename: "KernelNotStarted" });
      expect(result?.failure?.evalue).to.match(/address already in use/i);
      expect(readFileSync(workspace.path(`${name}-3.log`), "utf8").trim().split("\n")).to.have.length(3);
    });
  }

  const full = process.env["CELLWRIGHT_FULL"] === "1" && existsSync(join(root, "dist", "cli.js")) && typescript.spec;
  (full ? it : it.skip)(`500 real kernels over tcp, by two runners at once${full ? "" : " (only in npm run test:full)"}`, async function () {
    this.timeout(15 * 60_000);
    workspace.kernelspec("k", { ...typescript.spec, metadata: { transports: ["tcp"] } });
    const halves = ["first", "second"].map((half) => {
      for (let i = 0; i < 250; i++) workspace.notebook(`${half}/${i}.ipynb`, "k", [typescript.print("fine")]);
      return runCli(["run", workspace.path(half), "--out", workspace.path("out", half), "--jobs", "4"], workspace.env);
    });
    for (const { code, stdout } of await Promise.all<Finished>(halves)) expect(code, stdout.slice(-2000)).to.equal(0);
  });
});

/** Listens on a kernel's shell port, the first time that it is run, while the kernel starts; writes down which port it was. */
const thief = `
const { appendFileSync, readFileSync } = require("node:fs");
const [log, file, command, ...args] = process.argv.slice(2);
const port = JSON.parse(readFileSync(file, "utf8")).shell_port;
appendFileSync(log, port + "\\n");
const started = readFileSync(log, "utf8").trim().split("\\n").length;
const start = () => require("node:child_process").spawn(command, args, { stdio: "inherit" }).once("exit", (code) => process.exit(code ?? 1));
if (started === 1) require("node:net").createServer().listen(port, "127.0.0.1", start);
else start();
`;

/** "close" comes after the last message; "exit" may come before it. */
const said = async <T>(runner: ChildProcess): Promise<T> => {
  const [message] = (await Promise.race([once(runner, "message"), once(runner, "close").then(([code, signal]) => Promise.reject(new Error(`a runner has ended (${code ?? signal})`)))])) as [T];
  return message;
};
