// A cell's run on a server's kernel: its outputs whole and in order, and its end found, also after a cut.
import type { JsonObject, Message } from "../../protocol";
import { oneLine } from "../errors";
import type { RunningKernel } from "../kernel";
import { settingCode } from "./environment";
import type { Execution } from "./execution";
import type { KernelConnection } from "./kernel-connection";
import { Ledger } from "./ledger";
import type { ChannelMessage } from "./messages";
import type { Recorder } from "./recorder";

/** The cell that runs, and the last message before it; after a cut its end counts only once it is known whether anything was lost. */
interface Running { execution: Execution; mark: number | undefined; checked?: Promise<void>; check?: () => void }

export class RemoteKernel implements RunningKernel {
  readonly ended: Promise<string>;
  onIopub: (message: Message) => void = () => undefined;
  onNotice: (text: string) => void = () => undefined;
  private end: (reason: string) => void = () => undefined;
  private readonly ledger: Ledger;
  private running: Running | undefined;
  private cuts = 0;
  private removing = false;
  /** The newest iopub message that has been taken. */
  private newest = "";
  /** What comes on iopub before it is known what came before it. */
  private held: ChannelMessage[] | undefined;
  /** Taken from the recorder: should they come from the server too, they are not taken again. */
  private readonly caughtUp = new Set<string>();

  /** @param recorder listens to the kernel already; without one, what was lost on the way stays lost. */
  constructor(private readonly connection: KernelConnection, private readonly recorder: Recorder | undefined) {
    this.ledger = new Ledger(connection.session);
    this.ended = new Promise((resolve) => (this.end = resolve));
    connection.onMessage = (message) => this.receive(message);
    connection.socket.onCut = () => this.doubt();
    connection.socket.onBack = (seconds) => {
      this.onNotice(`the connection to ${connection.server.options.url} was cut, and is back after ${seconds.toFixed(1)} s`);
      void this.recover();
    };
    void connection.socket.lost.then(this.end);
    recorder?.whenEnded(connection.id, () => void this.die());
  }

  get info(): JsonObject {
    return this.connection.info;
  }

  /** What a kernel here would find in its environment. */
  async set(env: NodeJS.ProcessEnv): Promise<void> {
    const code = settingCode(this.info, env);
    if (code !== undefined) await Promise.race([this.connection.execute({ code, silent: true }).finished, this.ended]);
  }

  execute(code: string): { id: string; reply: Promise<Message> } {
    this.ledger.forget();
    const running: Running = { execution: this.connection.execute({ code }), mark: this.ledger.mark };
    this.running = running;
    return { id: running.execution.id, reply: whole(running) };
  }

  interrupt(): void {
    void this.connection.server.interruptKernel(this.connection.id).catch((error: unknown) => this.onNotice(`the kernel cannot be interrupted: ${oneLine(error)}`));
  }

  kill(): void {
    this.removing = true;
    void this.connection.remove().catch(() => undefined); // `shutdown` tells
  }

  async shutdown(): Promise<void> {
    this.removing = true;
    await this.connection.close().catch((error: unknown) => this.onNotice(`the kernel ${this.connection.id} may still run on the server: ${oneLine(error)}`));
  }

  private receive(message: ChannelMessage): void {
    if (message.channel !== "iopub") this.take(message);
    else if (this.held) this.held.push(message);
    else if (!this.caughtUp.delete(message.header.msg_id)) this.take(message);
  }

  private take(message: ChannelMessage): void {
    const isIopub = message.channel === "iopub";
    const death = isIopub ? deathIn(message) : undefined;
    if (death !== undefined) return this.end(death);
    const dropped = isIopub ? droppedBy(message, this.connection.session) : undefined;
    if (dropped !== undefined) return void this.refill(dropped);
    this.ledger.note(message);
    this.connection.settle(message);
    if (!isIopub) return;
    this.newest = message.header.msg_id;
    this.onIopub(message);
  }

  /** Its last words may not have come yet. */
  private async die(): Promise<void> {
    if (this.removing) return;
    this.held ??= [];
    await this.catchUp(() => true);
    this.end("the kernel died on the server");
  }

  private doubt(): void {
    this.cuts++;
    this.held ??= this.recorder && [];
    const { running } = this;
    if (running && !running.execution.ended) running.checked ??= new Promise((resolve) => (running.check = resolve));
  }

  /** What the server drops now is had from the recorder when the cell has ended. */
  private async refill(dropped: string): Promise<void> {
    if (!this.recorder) return this.end(`${dropped}: raise iopub_msg_rate_limit and iopub_data_rate_limit of its ZMQChannelsWebsocketConnection`);
    this.onNotice(`${dropped}; it comes at the cell's end`);
    this.doubt();
    await this.connection.execute({ code: "", silent: true }).reply;
    await this.recover();
  }

  private async recover(): Promise<void> {
    const { running, cuts } = this;
    const isCurrent = (): boolean => this.cuts === cuts; // else the recovery from a later cut goes on
    const isWhole = await this.catchUp(isCurrent);
    if (isCurrent() && running?.checked) await this.verify(running, { isCurrent, whole: isWhole });
  }

  /** Takes what came on iopub since the newest that reached us, then what was held, each once. @returns whether that is all. */
  private async catchUp(isCurrent: () => boolean): Promise<boolean> {
    try {
      for (let missed = await this.missed(); isCurrent() && missed.length > 0; missed = await this.missed()) missed.forEach((message) => this.takeMissed(message));
      return this.recorder !== undefined;
    } catch (error) {
      this.onNotice(`what was on its way when the connection was cut cannot be had again: ${oneLine(error)}`);
      return false;
    } finally {
      if (isCurrent()) this.release();
    }
  }

  private async missed(): Promise<ChannelMessage[]> {
    return (await this.recorder?.since(this.connection.id, this.newest)) ?? [];
  }

  private release(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const message of held) this.receive(message);
  }

  private takeMissed(message: ChannelMessage): void {
    this.caughtUp.add(message.header.msg_id);
    this.take(message);
  }

  /** The kernel works off its queue in order: once an empty request behind the cell is answered, the cell has ended, or has never come. */
  private async verify(running: Running, { isCurrent, whole: isWhole }: { isCurrent(): boolean; whole: boolean }): Promise<void> {
    const { execution, mark } = running;
    const reply = await this.connection.execute({ code: "", silent: true }).finished;
    if (!isCurrent()) return;
    if (reply.header.session !== this.connection.incarnation) return this.end("the kernel died on the server while the connection was cut, and was restarted");
    if (!execution.heard && isWhole) return this.connection.repeat(execution);
    if (!execution.heard) return this.end("the connection was cut while the cell was on its way: whether it ran is not known");
    const lost = isWhole || mark === undefined ? 0 : this.ledger.lostSince(mark) - execution.missing;
    if (lost > 0) return this.end(`${lost} messages of the kernel were lost when the connection was cut`);
    if (!isWhole && mark === undefined && execution.lacksReply) return this.end("the cell's reply was lost when the connection was cut: whether it succeeded is not known");
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

/** Above a rate a server drops output, and says so in a stream of its own, under our session. (So does tslab under all sessions: the words tell.) */
function droppedBy({ header, content }: Message, session: string): string | undefined {
  if (header.msg_type !== "stream" || header.session !== session) return undefined;
  const [said] = /^IOPub \w+ rate exceeded/.exec(String(content["text"])) ?? [];
  return said && `the server dropped output (${said})`;
}

async function whole(running: Running): Promise<Message> {
  const reply = await running.execution.reply;
  await running.checked;
  return reply;
}
