// A kernel of our own starting: its connection file, its process, its end.
import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ConnectionInfo } from "../protocol";
import { InfrastructureError, oneLine } from "./errors";
import type { Kernelspec } from "./kernelspec";
import { outOfMemoryKills } from "./watch/out-of-memory";

const STDERR_KEPT = 2000;
const MAX_SOCKET_PATH = 90; // a Unix socket's path holds 107 bytes, and ZeroMQ adds a port number

export class KernelProcess {
  /** Resolves with the reason once the process has ended, however it ended. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly outOfMemory = outOfMemoryKills();
  private stderr = "";

  /** @throws {InfrastructureError} if no temporary folder can be written. */
  static async start(spec: Kernelspec, cwd: string, env: NodeJS.ProcessEnv): Promise<KernelProcess> {
    const folder = privateFolder();
    return new KernelProcess(spec, folder, await makeConnection(folder, spec), cwd, env);
  }

  private constructor(private readonly spec: Kernelspec, private readonly folder: string, readonly connection: ConnectionInfo, cwd: string, env: NodeJS.ProcessEnv) {
    const file = join(this.folder, "connection.json");
    writeFileSync(file, JSON.stringify(this.connection), { mode: 0o600 });
    // JPY_PARENT_PID: kernels that read it end when this process is killed
    const [command = "", ...args] = spec.argv.map((part) => part.replaceAll("{connection_file}", file).replaceAll("{resource_dir}", spec.folder));
    this.child = spawn(command, args, { cwd, env: { ...env, JPY_PARENT_PID: String(process.pid), ...spec.env }, stdio: ["ignore", "ignore", "pipe"], detached: process.platform !== "win32" });
    this.child.stderr?.on("data", (chunk: Buffer) => (this.stderr = (this.stderr + chunk.toString()).slice(-STDERR_KEPT)));
    this.ended = this.end();
    const killOnExit = (): void => this.kill();
    process.once("exit", killOnExit); // the kernel leads a process group of its own, which outlives ours
    void this.ended.then(() => process.off("exit", killOnExit));
  }

  /** The id of its process group; 0 if it could not be started. */
  get group(): number {
    return this.child.pid ?? 0;
  }

  /** For kernels whose kernelspec says so, an interrupt is a signal. */
  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Ends the kernel and everything that it started. */
  kill(): void {
    if (this.child.pid === undefined || this.child.exitCode !== null) return;
    try {
      if (process.platform === "win32") this.child.kill("SIGKILL");
      else process.kill(-this.child.pid, "SIGKILL"); // its process group
    } catch {
      this.child.kill("SIGKILL");
    }
  }

  private end(): Promise<string> {
    return new Promise((resolve) => {
      const finish = (reason: string): void => {
        rmSync(this.folder, { recursive: true, force: true });
        resolve(reason);
      };
      this.child.once("error", (error) => finish(`kernel "${this.spec.name}" cannot be started: ${oneLine(error)}`));
      this.child.once("exit", (code, signal) => finish(this.reason(code, signal)));
    });
  }

  private reason(code: number | null, signal: NodeJS.Signals | null): string {
    const memory = signal === "SIGKILL" && outOfMemoryKills() > this.outOfMemory ? ", for the system had run out of memory" : "";
    const how = signal ? `was killed by ${signal}${memory}` : `exited with code ${code}`;
    const last = this.stderr.trim().split("\n").at(-1);
    return `the kernel ${how}${last ? ` (its last words: ${last})` : ""}`;
  }
}

/** A new folder that only the user can enter. @throws {InfrastructureError} */
export function privateFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "cw-")); // mode 0700
  } catch (error) {
    throw new InfrastructureError(`no temporary folder can be made in ${tmpdir()}: ${oneLine(error)}. Set TMPDIR to a folder that can be written to`);
  }
}

/** Socket files in a private folder cannot collide between any number of kernels; kernels that do not say they can have ports. */
async function makeConnection(folder: string, spec: Kernelspec): Promise<ConnectionInfo> {
  const common = { key: randomBytes(32).toString("hex"), signature_scheme: "hmac-sha256", kernel_name: spec.name };
  if (spec.metadata.transports.includes("ipc") && process.platform !== "win32" && folder.length < MAX_SOCKET_PATH) {
    return { ...common, ...portFields([1, 2, 3, 4, 5]), transport: "ipc", ip: join(folder, "s") };
  }
  return { ...common, ...portFields(await freePorts(5)), transport: "tcp", ip: "127.0.0.1" };
}

function portFields([shell = 0, iopub = 0, stdin = 0, control = 0, hb = 0]: number[]): Pick<ConnectionInfo, "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port"> {
  return { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb };
}

/** All held at once, so that they differ; another program may still take one before the kernel binds it. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listening(): Promise<Server> {
  const server = createServer();
  return new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", () => resolve(server)));
}
