// The long-lived Python process that speaks to kernels through jupyter_client: commands in, messages out.
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { EventEmitter } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { kernelspecs } from "./kernelspec";

export const root = join(__dirname, "..", "..", "..");
const ownPython = join(root, ".cellwright", "python", process.platform === "win32" ? "Scripts/python.exe" : "bin/python");

export type Json = Record<string, unknown>;
export interface PeerMessage {
  msg_type: string;
  content: Json;
  metadata: Json;
  header: Json;
  /** Base64. */
  buffers: string[];
  parent_header: Json;
  /** Unix seconds of arrival, as the peer's clock says. */
  at: number;
}
interface Line { id?: number; ok?: unknown; error?: string; kernel?: number; channel?: string; message?: PeerMessage }
interface Waiter { resolve(value: unknown): void; reject(error: Error): void }

/** A Python that can import the module, or undefined: CELLWRIGHT_PYTHON, else the project's own. */
export function pythonWith(module: string): string | undefined {
  const python = process.env["CELLWRIGHT_PYTHON"] ?? ownPython;
  try {
    execFileSync(python, ["-c", `import ${module}`], { stdio: "ignore" });
    return python;
  } catch {
    return undefined;
  }
}

/** Emits `kernel number` with channel and message for everything that the kernel sends. */
export class Driver extends EventEmitter<Record<string, [channel: string, message: PeerMessage]>> {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting = new Map<number, Waiter>();
  private stderr = "";
  private last = 0;

  constructor(python: string) {
    super();
    this.setMaxListeners(0);
    this.child = spawn(python, [join(__dirname, "driver.py")], { env: { ...process.env, ...kernelspecs.env } });
    this.child.stderr.on("data", (chunk) => (this.stderr += chunk));
    this.child.once("exit", () => this.fail());
    createInterface({ input: this.child.stdout }).on("line", (line) => this.receive(JSON.parse(line) as Line));
  }

  /** @throws {Error} with jupyter_client's own words. */
  do<T>(name: string, more: Json = {}): Promise<T> {
    const id = ++this.last;
    this.child.stdin.write(`${JSON.stringify({ id, do: name, ...more })}\n`);
    return new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject })) as Promise<T>;
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdin.end();
    await ended;
  }

  private receive({ id, ok, error, kernel, channel, message }: Line): void {
    if (message) return void this.emit(String(kernel), channel ?? "", message);
    const waiter = this.waiting.get(id ?? 0);
    this.waiting.delete(id ?? 0);
    if (error === undefined) waiter?.resolve(ok);
    else waiter?.reject(new Error(error));
  }

  private fail(): void {
    for (const { reject } of this.waiting.values()) reject(new Error(`the Python driver ended: ${this.stderr}`));
  }
}
