// A kernel on a server: started there, spoken to over its socket, its cell's end found again after a cut, removed at the end.
import { KernelMessage } from "@jupyterlab/services";
import { randomUUID } from "node:crypto";
import type { JsonObject, Message } from "../../protocol";
import { InfrastructureError, oneLine } from "../errors";
import type { RunningKernel } from "../kernel";
import { after } from "../kernel-session";
import type { Kernelspec } from "../kernelspec";
import { settingCode } from "./environment";
import { Execution } from "./execution";
import { KernelSocket } from "./kernel-socket";
import { Ledger } from "./ledger";
import type { ChannelMessage } from "./messages";
import type { JupyterServer } from "./server";

const START_MS = 60_000;
const ASK_AGAIN_MS = 1000;

/** The cell that runs, and the last message before it; after a cut its end counts only once it is known whether anything was lost. */
interface Running { execution: Execution; mark: number | undefined; checked?: Promise<void>; check?: () => void }

export class RemoteKernel implements RunningKernel {
  info: JsonObject = {};
  readonly ended: Promise<string>;
  onIopub: (message: Message) => void = () => undefined;
  onNotice: (text: string) => void = () => undefined;
  private end: (reason: string) => void = () => undefined;
  private readonly session = randomUUID();
  private readonly common = { channel: "shell", session: this.session, username: "cellwright" } as const;
  /** By which a restarted kernel differs. */
  private incarnation = "";
  private readonly socket: KernelSocket;
  private readonly ledger = new Ledger(this.session);
  private readonly requests = new Map<string, Execution>();
  private running: Running | undefined;
  private cuts = 0;
  private removed: Promise<void> | undefined;

  /** @param path of the notebook on the server. @throws {InfrastructureError} if the kernel cannot be started or does not answer. */
  static async start(server: JupyterServer, spec: Kernelspec, path: string, env: NodeJS.ProcessEnv): Promise<RemoteKernel> {
    const kernel = new RemoteKernel(server, await server.startKernel(spec.name, path));
    try {
      await kernel.ready();
      await kernel.set(env);
      return kernel;
    } catch (error) {
      await kernel.shutdown();
      throw error instanceof InfrastructureError ? error : new InfrastructureError(`kernel "${spec.name}" on ${server.options.url}: ${oneLine(error)}`);
    }
  }

  private constructor(private readonly server: JupyterServer, private readonly id: string) {
    this.ended = new Promise((resolve) => (this.end = resolve));
    this.socket = new KernelSocket(server, id, this.session);
    this.socket.onMessage = (message) => this.receive(message);
    this.socket.onCut = () => this.doubt();
    this.socket.onBack = (seconds) => void this.recover(seconds);
    void this.socket.lost.then(this.end);
  }

  execute(code: string): { id: string; reply: Promise<Message> } {
    this.ledger.forget();
    const execution = this.executed(code, { silent: false });
    const running: Running = { execution, mark: this.ledger.mark };
    this.running = running;
    return { id: execution.id, reply: whole(running) };
  }

  interrupt(): void {
    void this.server.interruptKernel(this.id).catch((error: unknown) => this.onNotice(`the kernel cannot be interrupted: ${oneLine(error)}`));
  }

  kill(): void {
    void this.remove();
  }

  async shutdown(): Promise<void> {
    await this.remove();
    this.socket.close();
  }

  private remove(): Promise<void> {
    this.removed ??= this.server.removeKernel(this.id).catch((error: unknown) => this.onNotice(`the kernel ${this.id} may still run on the server: ${oneLine(error)}`));
    return this.removed;
  }

  private executed(code: string, { silent }: { silent: boolean }): Execution {
    const content = { code, silent, store_history: !silent, user_expressions: {}, allow_stdin: false, stop_on_error: true };
    return this.request(KernelMessage.createMessage({ msgType: "execute_request", ...this.common, content }));
  }

  private request(message: KernelMessage.IMessage): Execution {
    const execution = new Execution(message.header.msg_id);
    this.requests.set(execution.id, execution);
    this.socket.send(message);
    return execution;
  }

  private async set(env: NodeJS.ProcessEnv): Promise<void> {
    const code = settingCode(this.info, env);
    if (code !== undefined) await Promise.race([this.executed(code, { silent: true }).reply, this.ended]);
  }

  /** Ready is: kernel_info is answered, and something has come on iopub, so that no output is missed. */
  private async ready(): Promise<void> {
    await this.socket.open();
    const heard = new Promise<void>((resolve) => (this.onIopub = () => resolve()));
    const answered = (async () => {
      for (let ready = false; !ready; ) {
        const info = await this.request(KernelMessage.createMessage({ msgType: "kernel_info_request", ...this.common, content: {} })).reply;
        this.incarnation = info.header.session;
        this.info = info.content;
        ready = await Promise.race([heard.then(() => true), after(ASK_AGAIN_MS).then(() => false)]);
      }
    })();
    const outcome = await Promise.race([answered, this.ended, after(START_MS).then(() => `it did not answer within ${START_MS / 1000} s`)]);
    this.onIopub = () => undefined;
    if (outcome !== undefined) throw new Error(outcome);
  }

  private receive(message: ChannelMessage): void {
    const { channel, parent } = message;
    this.ledger.note(message);
    const reason = channel === "iopub" ? deathIn(message) ?? droppedBy(message, this.session) : undefined;
    if (reason !== undefined) return this.end(reason);
    const request = this.requests.get(parent.msg_id ?? "");
    request?.take(message);
    if (request?.ended) this.requests.delete(request.id);
    if (channel === "iopub") this.onIopub(message);
  }

  private doubt(): void {
    this.cuts++;
    const { running } = this;
    if (!running || running.execution.ended || running.checked) return;
    running.checked = new Promise((resolve) => (running.check = resolve));
  }

  /** The kernel works off its queue in order: once an empty request behind the cell is answered, the cell has ended. */
  private async recover(seconds: number): Promise<void> {
    this.onNotice(`the connection to ${this.server.options.url} was cut, and is back after ${seconds.toFixed(1)} s`);
    const { running, cuts } = this;
    if (!running?.checked) return;
    const reply = await this.executed("", { silent: true }).finished;
    if (this.cuts !== cuts) return; // the recovery from the later cut goes on
    if (reply.header.session !== this.incarnation) return this.end("the kernel died on the server while the connection was cut, and was restarted");
    const { execution, mark } = running;
    if (!execution.heard) return this.end("the connection was cut while the cell was on its way: whether it ran is not known");
    const lost = mark === undefined ? 0 : this.ledger.lostSince(mark) - execution.missing;
    if (lost > 0) return this.end(`${lost} messages of the kernel were lost when the connection was cut`);
    if (mark === undefined && execution.lacksReply) return this.end("the cell's reply was lost when the connection was cut: whether it succeeded is not known");
    execution.conclude(reply, (message) => this.onIopub(message));
    running.check?.();
  }
}

/** The server tells a kernel's death and what it does then by a status of its own. */
function deathIn({ header, content }: Message): string | undefined {
  const state = header.msg_type === "status" ? content["execution_state"] : undefined;
  if (state === "restarting" || state === "autorestarting") return "the kernel died on the server, which restarted it: what the cells had made is gone";
  return state === "dead" ? "the kernel died on the server" : undefined;
}

/** Above a rate a server drops output, and says so in a stream of its own. */
function droppedBy({ header, content }: Message, session: string): string | undefined {
  if (header.msg_type !== "stream" || header.session !== session) return undefined;
  const [said = ""] = String(content["text"]).split("\n");
  return `the server dropped output (${said.trim()}): raise iopub_msg_rate_limit and iopub_data_rate_limit of its ZMQChannelsWebsocketConnection`;
}

async function whole(running: Running): Promise<Message> {
  const reply = await running.execution.reply;
  await running.checked;
  return reply;
}
