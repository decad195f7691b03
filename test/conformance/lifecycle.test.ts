// Start, restart and end of a kernel: what it needs, and that it leaves nothing behind.
import { expect } from "chai";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { kernelspecs } from "./peer/kernelspec";
import type { Kernel } from "./peer/kernel";
import { allGone, descendantsOf } from "./peer/processes";
import { useKernel } from "./peer/suite";

const processesOf = (kernel: Kernel): number[] => [kernel.pid, ...descendantsOf(kernel.pid)];

describe("conformance: end and restart", () => {
  const session = useKernel();

  it("shutdown leaves no process behind, nor its cells' children", async () => {
    const kernel = await session.start();
    await kernel.ran("import { spawn } from 'node:child_process';\nspawn('sleep', ['600']);");
    const processes = processesOf(kernel);
    expect(processes).to.have.length(3);
    await kernel.shutdown();
    await allGone(processes);
  });

  it("shutdown during a busy cell leaves none either", async () => {
    const kernel = await session.start();
    const id = await kernel.begin("console.log('running'); while (true) {}");
    await kernel.printed(id, "running");
    const processes = processesOf(kernel);
    await kernel.shutdown();
    await allGone(processes);
  });

  it("shutdown is answered on control, with the restart flag", async () => {
    const kernel = await session.start();
    const id = await kernel.send("control", "shutdown_request", { restart: true });
    const reply = await kernel.until("shutdown_reply", (message, channel) => channel === "control" && message.parent_header["msg_id"] === id);
    expect(reply.content).to.deep.equal({ status: "ok", restart: true });
    await allGone([kernel.pid]);
  });

  for (const signal of ["SIGKILL", "SIGTERM"]) {
    it(`the executor dies with a kernel that gets ${signal}`, async () => {
      const kernel = await session.start();
      await kernel.ran("1");
      const processes = processesOf(kernel);
      await kernel.signal(signal);
      await allGone(processes);
    });

    it(`a busy executor dies with a kernel that gets ${signal}`, async () => {
      const kernel = await session.start();
      const id = await kernel.begin("console.log('running'); while (true) {}");
      await kernel.printed(id, "running");
      const processes = processesOf(kernel);
      await kernel.signal(signal);
      await allGone(processes);
    });
  }

  it("restart gives a fresh session on the same connection", async () => {
    const kernel = await session.start();
    await kernel.ran("let before = 1;");
    const processes = processesOf(kernel);
    await kernel.restart();
    await allGone(processes);
    expect(await kernel.valueOf("typeof before")).to.equal("'undefined'");
    expect((await kernel.ran("1")).reply.content["execution_count"]).to.equal(2);
  });

  it("tcp is what the other suites use; ipc works as well", async () => {
    const kernel = await session.start({ transport: "ipc" });
    expect(JSON.parse(readFileSync(kernel.connectionFile, "utf8"))).to.include({ transport: "ipc" });
    expect((await kernel.ran("console.log('over ipc'); 1 + 1")).stdout).to.equal("over ipc\n");
    expect(await kernel.heartbeat()).to.be.below(1000);
    const id = await kernel.begin("console.log('running'); await new Promise(() => {})");
    await kernel.printed(id, "running");
    await kernel.interrupt();
    expect((await kernel.finished(id)).status).to.equal("error");
    const processes = processesOf(kernel);
    await kernel.shutdown();
    await allGone(processes);
  });

  it("with CurveZMQ keys speaks encrypted on every channel", async () => {
    const kernel = await session.start({ encryption: "required" });
    expect(await kernel.valueOf("6 * 7")).to.equal("42");
    expect(await kernel.heartbeat()).to.be.below(1000);
    const connection = JSON.parse(readFileSync(kernel.connectionFile, "utf8")) as Record<string, number>;
    for (const channel of ["shell", "iopub", "stdin", "control", "hb"]) expect(await mechanismAt(connection[`${channel}_port`] ?? 0), channel).to.equal("CURVE");
    await kernel.shutdown();
  });

  it("the kernel opens no listening port but Jupyter's five", async () => {
    const kernel = await session.start();
    await kernel.ran("1");
    const connection = JSON.parse(readFileSync(kernel.connectionFile, "utf8")) as Record<string, unknown>;
    const announced = Object.entries(connection).filter(([key]) => key.endsWith("_port")).map(([, port]) => Number(port));
    expect(processesOf(kernel).flatMap(listeningPorts).sort()).to.deep.equal(announced.sort());
  });

  it("writes nothing on its own output in a plain session", () => {
    expect(session.kernel.logText()).to.equal("");
  });
});

describe("conformance: a kernel that cannot start", () => {
  const folder = mkdtempSync(join(tmpdir(), "conformance-start-"));
  after(() => rmSync(folder, { recursive: true }));
  const connection = { transport: "tcp", ip: "127.0.0.1", shell_port: 0, iopub_port: 0, stdin_port: 0, control_port: 0, hb_port: 0, key: "k", signature_scheme: "hmac-sha256" };
  const file = (text: string): string => {
    const path = join(folder, "connection.json");
    writeFileSync(path, text);
    return path;
  };

  for (const [what, text, told] of [
    ["that is not JSON", "{ half", /connection\.json/],
    ["that is empty", "", /connection\.json/],
    ["without a port", JSON.stringify({ ...connection, iopub_port: undefined }), /iopub_port/],
    ["with a port that is text", JSON.stringify({ ...connection, hb_port: "many" }), /hb_port/],
    ["with an unknown transport", JSON.stringify({ ...connection, transport: "pigeon" }), /transport/],
    ["with an unknown signature scheme", JSON.stringify({ ...connection, signature_scheme: "hmac-nonsense" }), /nonsense/],
    ["that is a list", "[]", /connection\.json/],
  ] as const) {
    it(`says in one line what is wrong with a connection file ${what}, and exits with 3`, async () => {
      expectOneLine(await started(file(text)), told);
    });
  }

  it("says in one line that the connection file is missing", async () => {
    expectOneLine(await started(join(folder, "not-there.json")), /not-there\.json/);
  });

  it("says in one line that no connection file was given", async () => {
    expectOneLine(await started(undefined), /connection file/);
  });

  it("says in one line which port is in use", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    expectOneLine(await started(file(JSON.stringify({ ...connection, shell_port: port }))), new RegExp(`shell.*${port}`));
    server.close();
  });

  it("says in one line that an ipc path cannot be used", async () => {
    expectOneLine(await started(file(JSON.stringify({ ...connection, transport: "ipc", ip: "/no/such/folder/kernel" }))), /no\/such\/folder/);
  });

  it("leaves no executor behind", async () => {
    const { descendants } = await started(file("{ half"));
    await allGone(descendants);
  });
});

interface Ended { code: number | null; stderr: string; descendants: number[] }

function started(path: string | undefined): Promise<Ended> {
  const child = spawn(process.execPath, [kernelspecs.main, ...(path ? [path] : [])], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  let descendants: number[] = [];
  child.stderr.on("data", (chunk) => (stderr += chunk));
  const watch = setInterval(() => (descendants = [...new Set([...descendants, ...descendantsOf(child.pid ?? 0)])]), 5);
  const deadline = setTimeout(() => child.kill("SIGKILL"), 10_000);
  return new Promise((resolve) =>
    child.once("close", (code) => {
      clearInterval(watch);
      clearTimeout(deadline);
      resolve({ code, stderr, descendants });
    }),
  );
}

function expectOneLine({ code, stderr }: Ended, told: RegExp): void {
  expect([code, stderr.trimEnd().split("\n").length], stderr).to.deep.equal([3, 1]);
  expect(stderr).to.match(told);
}

/** Ports on which a process listens, from its sockets' inodes and the kernel's table of connections. */
function listeningPorts(pid: number): number[] {
  const table = ["tcp", "tcp6"].flatMap((name) => readTable(`/proc/net/${name}`));
  const inodes = socketInodes(pid);
  return table.filter(({ state, inode }) => state === "0A" && inodes.has(inode)).map(({ port }) => port);
}

function socketInodes(pid: number): Set<string> {
  const folder = `/proc/${pid}/fd`;
  return new Set(readdirSync(folder).flatMap((name) => /^socket:\[(\d+)\]$/.exec(readlinkSync(join(folder, name)))?.[1] ?? []));
}

function readTable(path: string): { port: number; state: string; inode: string }[] {
  if (!existsSync(path)) return [];
  const rows = readFileSync(path, "utf8").trim().split("\n").slice(1).map((line) => line.trim().split(/\s+/));
  return rows.map((row) => ({ port: parseInt(row[1]?.split(":")[1] ?? "0", 16), state: row[3] ?? "", inode: row[9] ?? "" }));
}

/** The security mechanism in the greeting of a ZeroMQ socket (ZMTP 3: 20 bytes after signature and version). */
function mechanismAt(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let greeting = Buffer.alloc(0);
    const socket = connect(port, "127.0.0.1", () => socket.write(Buffer.from("ff00000000000000017f03", "hex")));
    socket.on("error", reject);
    socket.on("data", (bytes) => {
      greeting = Buffer.concat([greeting, bytes]);
      if (greeting.length < 32) return;
      socket.destroy();
      resolve(greeting.toString("latin1", 12, 32).replace(/\0/g, ""));
    });
  });
}
