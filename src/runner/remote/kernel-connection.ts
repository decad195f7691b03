// A kernel on a server and the way to it: started, asked, removed at the end.
import { KernelMessage } from "@jupyterlab/services";
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../protocol";
import { InfrastructureError, oneLine } from "../errors";
import { after } from "../kernel-session";
import { Execution } from "./execution";
import { KernelSocket } from "./kernel-socket";
import type { ChannelMessage } from "./messages";
import type { JupyterServer } from "./server";

const START_MS = 60_000;
const ASK_AGAIN_MS = 1000;

/** What a request to execute says beside the usual. */
interface ToExecute { code: string; silent?: boolean; user_expressions?: Record<string, string> }

export class KernelConnection {
  /** The content of its kernel_info_reply. */
  info: JsonObject = {};
  /** By which a restarted kernel differs. */
  incarnation = "";
  readonly session = randomUUID();
  readonly socket: KernelSocket;
  /** Takes every message; `settle` gives it to the request that it answers. */
  onMessage: (message: ChannelMessage) => void = (message) => this.settle(message);
  private readonly common = { channel: "shell", session: this.session, username: "cellwright" } as const;
  private readonly requests = new Map<string, Execution>();
  private removed: Promise<void> | undefined;

  /** @param path on the server, whose folder the kernel works in. @throws {InfrastructureError} if it cannot be started or does not answer. */
  static async start(server: JupyterServer, name: string, path: string): Promise<KernelConnection> {
    const connection = new KernelConnection(server, await server.startKernel(name, path));
    try {
      await connection.ready();
      return connection;
    } catch (error) {
      await connection.close().catch(() => undefined);
      throw new InfrastructureError(`kernel "${name}" on ${server.options.url}: ${oneLine(error)}`);
    }
  }

  private constructor(readonly server: JupyterServer, readonly id: string) {
    this.socket = new KernelSocket(server, id, this.session);
    this.socket.onMessage = (message) => this.onMessage(message);
  }

  execute({ code, silent = false, user_expressions = {} }: ToExecute): Execution {
    const content = { code, silent, store_history: !silent, user_expressions, allow_stdin: false, stop_on_error: true };
    return this.request(KernelMessage.createMessage({ msgType: "execute_request", ...this.common, content }));
  }

  /** Sends again what is known not to have come. */
  repeat({ message }: Execution): void {
    this.socket.send(message);
  }

  settle(message: ChannelMessage): void {
    const request = this.requests.get(message.parent.msg_id ?? "");
    request?.take(message);
    if (request?.ended) this.requests.delete(request.id);
  }

  /** Ends the kernel, once. @throws {InfrastructureError} */
  remove(): Promise<void> {
    return (this.removed ??= this.server.removeKernel(this.id));
  }

  async close(): Promise<void> {
    await this.remove().finally(() => this.socket.close());
  }

  private request(message: KernelMessage.IMessage): Execution {
    const execution = new Execution(message);
    this.requests.set(execution.id, execution);
    this.socket.send(message);
    return execution;
  }

  /** Ready is: kernel_info is answered, and something has come on iopub, so that no output is missed. */
  private async ready(): Promise<void> {
    await this.socket.open();
    const answered = (async () => {
      for (let ready = false; !ready; ) {
        const asked = this.request(KernelMessage.createMessage({ msgType: "kernel_info_request", ...this.common, content: {} }));
        const { header, content } = await asked.reply;
        [this.incarnation, this.info] = [header.session, content];
        ready = await Promise.race([asked.finished.then(() => true), after(ASK_AGAIN_MS).then(() => false)]);
      }
    })();
    const outcome = await Promise.race([answered, this.socket.lost, after(START_MS).then(() => `it did not answer within ${START_MS / 1000} s`)]);
    if (outcome !== undefined) throw new Error(outcome);
  }
}
