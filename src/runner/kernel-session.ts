// A kernel that runs here: started, waited for, asked to execute, interrupted, ended.
import { endpoint, type JsonObject, type Message } from "../protocol";
import { KernelClient } from "./client";
import { InfrastructureError } from "./errors";
import type { RunningKernel } from "./kernel";
import { KernelProcess } from "./kernel-process";
import type { Kernelspec } from "./kernelspec";
import { ProcessHealth } from "./watch/health";

const START_MS = 60_000;
const ASK_AGAIN_MS = 1000;
const SHUTDOWN_MS = 3000;
const START_ATTEMPTS = 3;

export class KernelSession implements RunningKernel {
  readonly health: ProcessHealth;

  private constructor(private readonly spec: Kernelspec, private readonly process: KernelProcess, readonly client: KernelClient, readonly info: JsonObject) {
    this.health = new ProcessHealth(process.group, endpoint(process.connection, "hb"));
  }

  /** @throws {InfrastructureError} if the kernel cannot be started or does not answer. */
  static async start(spec: Kernelspec, cwd: string, env: NodeJS.ProcessEnv): Promise<KernelSession> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await KernelSession.startOnce(spec, cwd, env);
      } catch (error) {
        if (attempt === START_ATTEMPTS || !lostItsPort(error)) throw error;
      }
    }
  }

  private static async startOnce(spec: Kernelspec, cwd: string, env: NodeJS.ProcessEnv): Promise<KernelSession> {
    const process = await KernelProcess.start(spec, cwd, env);
    const client = new KernelClient(process.connection);
    try {
      return new KernelSession(spec, process, client, await ready(client, process));
    } catch (error) {
      client.close();
      process.kill();
      throw error;
    }
  }

  /** Resolves with the reason when the kernel's process has ended. */
  get ended(): Promise<string> {
    return this.process.ended;
  }

  set onIopub(take: (message: Message) => void) {
    this.client.onIopub = take;
  }

  execute(code: string): { id: string; reply: Promise<Message> } {
    return this.client.request("execute_request", { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false, stop_on_error: true });
  }

  interrupt(): void {
    if (this.spec.interrupt_mode === "message") void this.client.request("interrupt_request", {}, "control");
    else this.process.signal("SIGINT");
  }

  kill(): void {
    this.process.kill();
  }

  /** Asks the kernel to end, and ends it if it does not. */
  async shutdown(): Promise<void> {
    void this.client.request("shutdown_request", { restart: false }, "control");
    await Promise.race([this.process.ended, after(SHUTDOWN_MS)]);
    this.process.kill();
    this.client.close();
    this.health.close();
    await this.process.ended;
  }
}

/** Ready is: kernel_info is answered, and something has come on iopub, so that no output is missed. */
async function ready(client: KernelClient, process: KernelProcess): Promise<JsonObject> {
  const subscribed = new Promise<void>((resolve) => (client.onIopub = () => resolve()));
  let info: JsonObject = {};
  const answered = (async () => {
    for (let heard = false; !heard; ) {
      info = (await client.request("kernel_info_request", {}).reply).content;
      heard = await Promise.race([subscribed.then(() => true), after(ASK_AGAIN_MS).then(() => false)]);
    }
  })();
  const outcome = await Promise.race([answered.then(() => "ready" as const), process.ended, after(START_MS).then(() => `the kernel did not answer within ${START_MS / 1000} s`)]);
  client.onIopub = () => undefined;
  if (outcome !== "ready") throw new InfrastructureError(outcome);
  return info;
}

/** A program that does not know our locks was faster: other ports will do. */
const lostItsPort = (error: unknown): boolean => error instanceof InfrastructureError && /address (already )?in use|EADDRINUSE/i.test(error.message);

/** Resolves after `ms`; keeps no process alive. */
export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
