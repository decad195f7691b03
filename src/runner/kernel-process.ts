// A kernel of our own starting: its connection file, its process, its end.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { ConnectionInfo } from "../protocol";
import { InfrastructureError, oneLine } from "./errors";
import { makeConnection, type KernelConnection } from "./kernel-connection";
import type { Kernelspec } from "./kernelspec";
import { outOfMemoryKills } from "./watch/out-of-memory";

const STDERR_KEPT = 2000;
const LAST_WORDS_MS = 200;

export class KernelProcess {
  /** Resolves with the reason once the process has ended, however it ended. */
  readonly ended: Promise<string>;
  private readonly child: ChildProcess;
  private readonly outOfMemory = outOfMemoryKills();
  private stderr = "";

  /** @throws {InfrastructureError} if no temporary folder can be written, or no port be had. */
  static async start(spec: Kernelspec, cwd: string, env: NodeJS.ProcessEnv): Promise<KernelProcess> {
    const folder = privateFolder();
    try {
      return new KernelProcess(spec, folder, await makeConnection(folder, spec), cwd, env);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private constructor(private readonly spec: Kernelspec, private readonly folder: string, private readonly place: KernelConnection, cwd: string, env: NodeJS.ProcessEnv) {
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

  get connection(): ConnectionInfo {
    return this.place.info;
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
        this.place.release();
        rmSync(this.folder, { recursive: true, force: true });
        resolve(reason);
      };
      this.child.once("error", (error) => finish(`kernel "${this.spec.name}" cannot be started: ${oneLine(error)}`));
      this.child.once("exit", (code, signal) => void this.lastWords(code).then(() => finish(this.reason(code, signal))));
    });
  }

  /** What a failing kernel has written may come after its end; what it started may keep the pipe open. */
  private lastWords(code: number | null): Promise<unknown> {
    const { stderr } = this.child;
    return !code || !stderr || stderr.closed ? Promise.resolve() : Promise.race([once(stderr, "close"), delay(LAST_WORDS_MS, undefined, { ref: false })]);
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
